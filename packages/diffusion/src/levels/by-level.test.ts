import { tf } from "@tweedie/core";
import "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byLevel, type LevelTable, valueAtLevel, valueAtSigma } from "./by-level.ts";
import { levelOf } from "./level.ts";

const table: LevelTable = { sigma: [0.1, 1, 10], values: [0.5, 1, -2] };

test.each([
  [0.001, 0.5],
  [0.1, 0.5],
  [Math.sqrt(0.1), 0.75],
  [1, 1],
  [10 ** 0.25, 0.25],
  [10, -2],
  [1e6, -2],
])("is linear in log(sigma) between the levels, constant outside: at %d it is %d", (sigma, value) => {
  expect(valueAtSigma(table, sigma)).toBeCloseTo(value, 12);
});

test("the values of a batch are those of its levels", () => {
  const sigma = fc.array(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(sigma, (sigmas) => {
      const level = levelOf(tf.fill([sigmas.length], 0.5), tf.tensor1d(sigmas).mul(0.5), 3);
      const values = valueAtLevel(table, level) as Tensor;
      expect(values.shape).toEqual([sigmas.length]);
      expect(values).toBeAllClose(
        sigmas.map((each) => valueAtSigma(table, each)),
        { atol: 1e-5 },
      );
    }),
  );
});

test("the values are finite where there is no noise, and no signal", () => {
  const level = levelOf(tf.tensor1d([1, 0]), tf.tensor1d([0, 1]), 2);
  expect(valueAtLevel(table, level) as Tensor).toBeAllClose([0.5, -2]);
});

test("a table of one level is constant", () => {
  const constant = { sigma: [2], values: [0.7] };
  const level = levelOf(tf.ones([2]), tf.tensor1d([1, 9]), 2);
  expect(valueAtSigma(constant, 5)).toBe(0.7);
  expect(valueAtLevel(constant, level) as Tensor).toBeAllClose([0.7, 0.7]);
});

test("a number has no op", () => {
  expect(valueAtLevel(0.5, levelOf(tf.ones([1]), tf.ones([1]), 2))).toBe(0.5);
});

test.each([
  [{ sigma: [0.1, 1], values: [1] }, ["values"], "expected one value for each of 2 noise levels, got 1"],
  [{ sigma: [1, 0.1], values: [1, 2] }, ["sigma"], "the noise levels must increase"],
  [{ sigma: [1, 1], values: [1, 2] }, ["sigma"], "the noise levels must increase"],
])("refuses %o", (table, path, message) => {
  // The issue of a union is that of its last alternative, the table.
  const [issue] = byLevel.safeParse(table).error!.issues;
  expect((issue as unknown as { errors: unknown[][] }).errors?.[1] ?? [issue]).toMatchObject([{ path, message }]);
});

test.each([[{ sigma: [0, 1], values: [1, 2] }], [{ sigma: [], values: [] }], ["0.5"], [{ sigma: [1] }]])(
  "refuses %o",
  (value) => expect(byLevel.safeParse(value).success).toBe(false),
);
