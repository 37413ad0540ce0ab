import { expect, test } from "vitest";
import { samplesFigure } from "./samples-figure.ts";

const signature = [0x89, 0x50, 0x4e, 0x47];
const zeros = (...shape: number[]) => ({
  shape,
  data: new Float32Array(shape.reduce((size, extent) => size * extent, 1)),
});

test.each([
  ["grey images", zeros(5, 4, 4, 1)],
  ["colour images", zeros(5, 4, 4, 3)],
  ["points", zeros(5, 2)],
])("%s become a PNG", async (_, samples) => {
  expect([...(await samplesFigure(samples)).subarray(0, 4)]).toEqual(signature);
});

test("samples without a picture are refused by their shape", async () => {
  await expect(samplesFigure(zeros(5, 4, 4))).rejects.toThrow("[5, 4, 4] have no picture");
  await expect(samplesFigure(zeros(0, 2))).rejects.toThrow("[0, 2] have no picture");
});
