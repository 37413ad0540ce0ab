import { ndarray, tf, TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import { exportModel, openModel, type StepFunction } from "../index.ts";

const step: StepFunction = ({ w }, { x }) => ({ outputs: { twice: x!.mul(2), sum: tf.sum(x!, -1).add(w!) } });
const file = await exportModel(step, {
  weights: { w: ndarray([], Float32Array.of(10)) },
  inputs: { x: ["batch", 2] },
});
const x = ndarray([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));

test("an exported file computes the outputs of its step", async () => {
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

test("an input of the wrong shape is rejected with the expected shape", async () => {
  const model = await openModel(file, "model.onnx", { threads: 1 });
  await expect(model.run(ndarray([2, 3], x.data))).rejects.toThrow(
    /model\.onnx: it does not run on an input of shape \[2, 3\].*\n.*its input has the shape \[.*, 2\]/s,
  );
});

test.each<[string, Uint8Array]>([
  ["a file of another format", Uint8Array.of(1, 2, 3)],
  ["an empty file", new Uint8Array()],
  ["a truncated model", file.subarray(0, file.length - 20)],
])("%s is rejected with its path", async (_, bytes) => {
  await expect(openModel(bytes, "model.onnx")).rejects.toThrow(TweedieError);
  await expect(openModel(bytes, "model.onnx")).rejects.toThrow("model.onnx: ONNX Runtime cannot load it");
});

test("a model with two inputs is rejected with their names", async () => {
  const sum: StepFunction = (_, { a, b }) => ({ outputs: { y: a!.add(b!) } });
  const two = await exportModel(sum, { weights: {}, inputs: { a: [2], b: [2] } });
  await expect(openModel(two, "two.onnx")).rejects.toThrow(
    "its inputs are a, b; it must have exactly one input tensor",
  );
});
