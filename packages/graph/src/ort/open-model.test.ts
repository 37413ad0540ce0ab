import { ndarray, tf, TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import { exportModel, openModel, type StepFunction } from "../index.ts";

const step: StepFunction = ({ w }, { x }) => ({ outputs: { twice: x!.mul(2), sum: tf.sum(x!, -1).add(w!) } });
const file = await exportModel(step, {
  weights: { w: ndarray([], Float32Array.of(10)) },
  inputs: { x: ["batch", 2] },
});
const x = ndarray([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));

test("a file gives what the step gives that it was made of", async () => {
  const model = await openModel(file, "model.onnx", { threads: 1 });
  expect([...model.outputs].sort()).toEqual(["sum", "twice"]);
  const { twice, sum } = await model.run(x);
  expect(twice).toEqual(
    ndarray(
      [3, 2],
      x.data.map((value) => 2 * value),
    ),
  );
  expect(sum).toEqual(ndarray([3], Float32Array.of(13, 17, 21)));
  await model.dispose();
});

test("another shape than the file takes is refused with the one that it takes", async () => {
  const model = await openModel(file, "model.onnx", { threads: 1 });
  await expect(model.run(ndarray([2, 3], x.data))).rejects.toThrow(
    /model\.onnx: does not run on \[2, 3\].*\n.*it takes \[.*, 2\]/s,
  );
});

test.each<[string, Uint8Array]>([
  ["no model", Uint8Array.of(1, 2, 3)],
  ["nothing", new Uint8Array()],
  ["a model cut short", file.subarray(0, file.length - 20)],
])("%s is refused by name", async (_, bytes) => {
  await expect(openModel(bytes, "model.onnx")).rejects.toThrow(TweedieError);
  await expect(openModel(bytes, "model.onnx")).rejects.toThrow("model.onnx: ONNX Runtime cannot load it");
});

test("a model of two inputs is refused with their names", async () => {
  const sum: StepFunction = (_, { a, b }) => ({ outputs: { y: a!.add(b!) } });
  const two = await exportModel(sum, { weights: {}, inputs: { a: [2], b: [2] } });
  await expect(openModel(two, "two.onnx")).rejects.toThrow("takes a, b, and only one tensor can be given");
});
