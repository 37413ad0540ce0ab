import { ndarray, tf } from "@tweedie/core";
import { expect, test } from "vitest";
import "./to-be-all-close.ts";

test("numbers, lists, arrays and tensors compare with each other", () => {
  expect(1).toBeAllClose(1 + 1e-7);
  expect([1, 2]).toBeAllClose(tf.tensor1d([1, 2]));
  expect(ndarray([2], Float32Array.of(1, 2))).toBeAllClose(tf.tensor1d([1, 2]));
  expect([Infinity]).toBeAllClose([Infinity]);
});

test.each([
  ["a number outside the tolerance", [1, 2], [1, 2.1]],
  ["NaN", [NaN], [NaN]],
  ["another length", [1, 2], [1]],
  ["another shape", tf.zeros([2, 1]), tf.zeros([1, 2])],
])("%s is not close", (_, got, expected) => {
  expect(got).not.toBeAllClose(expected);
});

test("atol and rtol add up", () => {
  expect(102).toBeAllClose(100, { atol: 1, rtol: 0.01 });
  expect(102.1).not.toBeAllClose(100, { atol: 1, rtol: 0.01 });
});

test("the message names the first index that differs, and prints both sides", () => {
  expect(() => expect([1, 2, 3]).toBeAllClose([1, 5, 3])).toThrow(
    /index 1 differ: 2 and 5[^]*got +1 2 3\n +expected 1 5 3/,
  );
  expect(() => expect(tf.zeros([2, 1])).toBeAllClose(tf.zeros([2]))).toThrow(/shapes[^]*\[2,1\] 0 0\n[^]*\[2\] 0 0/);
});
