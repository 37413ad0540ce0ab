import { ndarray } from "@tweedie/core";
import { expect, test } from "vitest";
import { mostIterations, stack, unstack } from "./iterations.ts";

test("a large state has more iterations a run than a small one, and large draws have fewer", () => {
  const small = { w: [64, 64] };
  const large = { w: [1024, 1024] };
  expect(mostIterations(small, { x: [256, 2] })).toBe(8);
  expect(mostIterations(large, { x: [256, 2] })).toBe(32);
  expect(mostIterations(large, { x: [64, 512, 512, 1] })).toBe(4); // 64 MiB
  expect(mostIterations(large, { x: [1024, 512, 512, 1] })).toBe(1); // 1 GiB
  expect(mostIterations({}, {})).toBe(8);
});

test("stacked arrays are taken apart without sharing memory", () => {
  const arrays = [ndarray([2], Float32Array.of(1, 2)), ndarray([2], Float32Array.of(3, 4))];
  const { shape, data } = stack(arrays, [2]);
  expect([shape, [...data]]).toEqual([[2, 2], [1, 2, 3, 4]]); // prettier-ignore
  const parts = unstack(data, shape);
  data.fill(0);
  expect(parts).toEqual(arrays);
});
