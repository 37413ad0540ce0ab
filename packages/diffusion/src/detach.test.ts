import { tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { detach } from "./detach.ts";

test("a detached value is the value", () => {
  expect([...detach(tf.tensor1d([1, -2, 3])).dataSync()]).toEqual([1, -2, 3]);
});

test("the gradient of detach(x²) x is x²: the first factor is held constant", () => {
  const gradient = tf.grad((x) => detach(x.square()).mul(x).sum());
  expect([...gradient(tf.tensor1d([1, -2, 3])).dataSync()]).toEqual([1, 4, 9]);
});

test("nothing behind a detached value is differentiated", () => {
  let calls = 0;
  const watched = tf.customGrad((x) => ({
    value: (x as ReturnType<typeof tf.tensor>).clone(),
    gradFunc: (dy) => (calls++, dy as ReturnType<typeof tf.tensor>),
  }));
  tf.grad((x) => detach(watched(x)).mul(x).sum())(tf.tensor1d([1, -2, 3]));
  expect(calls).toBe(0);
});
