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

test("samples of other shapes are refused", async () => {
  await expect(samplesFigure(zeros(5, 4, 4))).rejects.toThrow("cannot be drawn: shape [5, 4, 4]");
  await expect(samplesFigure(zeros(0, 2))).rejects.toThrow("cannot be drawn: shape [0, 2]");
});
