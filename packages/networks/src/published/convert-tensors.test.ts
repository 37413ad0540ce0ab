import { ndarray, TweedieError, type NDArray, type Params } from "@tweedie/core";
import { expect, test } from "vitest";
import { tensorsForFile, weightsFromFile } from "./convert-tensors.ts";
import type { FileTensors } from "./file-tensor.ts";

const array = (shape: readonly number[]): NDArray =>
  ndarray(
    shape,
    Float32Array.from({ length: shape.reduce((size, extent) => size * extent, 1) }, (_, i) => i),
  );
const tensors: FileTensors = {
  weights: [
    { file: "a.weight", shape: [2, 3], parameter: "a.weight", layout: "matrix" },
    { file: "a.bias", shape: [2], parameter: "a.shift", layout: "same" },
    { file: "b.weight", shape: [2, 3, 1, 1], parameter: "b", layout: "pointwise" },
    { file: "c.weight", shape: [2, 3, 1, 2], parameter: "c", layout: "kernel" },
    { file: "d.weight", shape: [2, 3], parameter: "d", layout: "same" },
  ],
  constants: [{ file: "filter", value: ndarray([2], Float32Array.of(0.5, 0.5)) }],
};
const file: Params<NDArray> = {
  "a.weight": array([2, 3]),
  "a.bias": array([2]),
  "b.weight": array([2, 3, 1, 1]),
  "c.weight": array([2, 3, 1, 2]),
  "d.weight": array([2, 3]),
  filter: ndarray([2], Float32Array.of(0.5, 0.5)),
};

test("matrices are transposed, and kernels from [outputs, inputs, h, w] to [h, w, inputs, outputs]", () => {
  const weights = weightsFromFile(tensors, file, "file");
  const transposed = Float32Array.of(0, 3, 1, 4, 2, 5);
  expect(weights).toEqual({
    "a.weight": ndarray([3, 2], transposed),
    "a.shift": array([2]),
    b: ndarray([3, 2], transposed),
    c: ndarray([1, 2, 3, 2], Float32Array.of(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11)),
    d: array([2, 3]),
  });
});

test("the tensors of the weights are those of the file", () => {
  expect(tensorsForFile(tensors, weightsFromFile(tensors, file, "file"))).toEqual(file);
});

test.each<[Params<NDArray | undefined>, RegExp]>([
  [{ "a.bias": undefined, "b.weight": undefined }, /file: the tensor a\.bias is missing, and 1 other/],
  [{ "e.weight": array([1]) }, /the network has no tensor e\.weight/],
  [{ "c.weight": array([3, 2, 1, 2]) }, /c\.weight has shape \[3, 2, 1, 2\]; the network needs \[2, 3, 1, 2\]/],
  [{ filter: array([2]) }, /filter is \[0, 1\]; the settings say \[0\.5, 0\.5\]/],
])("refuses a file with %o", (changes, message) => {
  const changed = Object.fromEntries(
    Object.entries({ ...file, ...changes }).filter((entry): entry is [string, NDArray] => entry[1] !== undefined),
  );
  const read = () => weightsFromFile(tensors, changed, "file");
  expect(read).toThrow(TweedieError);
  expect(read).toThrow(message);
});
