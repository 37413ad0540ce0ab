import { tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { detach } from "./detach.ts";

test("keeps the values", () => {
  expect([...detach(tf.tensor1d([1, -2, 3])).dataSync()]).toEqual([1, -2, 3]);
});

test("the gradient of detach(x²) x is x²: the detached factor is constant", () => {
  const gradient = tf.grad((x) => detach(x.square()).mul(x).sum());
  expect([...gradient(tf.tensor1d([1, -2, 3])).dataSync()]).toEqual([1, 4, 9]);
});

test("the computation of a detached value is not differentiated", () => {
  let calls = 0;
  const counted = tf.customGrad((x) => ({
    value: (x as ReturnType<typeof tf.tensor>).clone(),
    gradFunc: (dy) => (calls++, dy as ReturnType<typeof tf.tensor>),
  }));
  tf.grad((x) => detach(counted(x)).mul(x).sum())(tf.tensor1d([1, -2, 3]));
  expect(calls).toBe(0);
});
