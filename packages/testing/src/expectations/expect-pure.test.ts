import { tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { expectPure } from "./expect-pure.ts";

const x = tf.tensor1d([1, 2]);

test("accepts a function of tensors", () => expectPure(() => x.square().sum()));

test("rejects a function that keeps a tensor, reads a value or returns other numbers the next time", () => {
  let calls = 0;
  expect(() => expectPure(() => tf.keep(x.square()).sum())).toThrow("tensors kept");
  expect(() => expectPure(() => x.mul(x.dataSync()[0]!))).toThrow("values read");
  expect(() => expectPure(() => x.mul(calls++))).toThrow("differ");
});
