import { tf } from "@tweedie/core";
import { finiteDifference } from "@tweedie/testing";
import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";

/** Convolution of an image `[1, 5, 5, 1]` with the filter x, both functions of x. */
function convolved(x: Tensor, strides: number, pad: "same" | "valid"): Tensor {
  const image = tf.range(0, 25).mul(0.37).sin().reshape([1, 5, 5, 1]);
  const scaled = image.mul(x.sin().sum().add(1)) as Tensor4D;
  return tf.conv2d(scaled, x.reshape([2, 2, 1, 1]) as Tensor4D, strides, pad).square();
}

/** Ops whose gradient TensorFlow.js computes from the output, and others that losses and networks use. */
const ops: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  exp: (x) => x.exp(),
  sigmoid: (x) => x.sigmoid(),
  silu: (x) => x.mul(x.sigmoid()),
  tanh: (x) => x.tanh(),
  elu: (x) => x.elu(),
  selu: (x) => x.selu(),
  "leaky ReLU": (x) => x.leakyRelu(0.3).mul(x),
  erf: (x) => x.erf(),
  expm1: (x) => x.expm1(),
  softplus: (x) => x.softplus(),
  softmax: (x) => (x as Tensor2D).softmax().square(),
  "log softmax": (x) => tf.logSoftmax(x as Tensor2D).square(),
  "power of a tensor": (x) => x.square().add(0.5).pow(x.mul(0.3)),
  "square root": (x) => x.square().add(0.1).sqrt(),
  "inverse square root": (x) => x.square().add(0.1).rsqrt(),
  quotient: (x) => x.div(x.square().add(1)),
  log: (x) => x.square().add(1).log(),
  "sum of exponentials": (x) => x.logSumExp(-1),
  "maximum of a row": (x) => x.max(-1).square(),
  "absolute value": (x) => x.abs().mul(x),
  sin: (x) => x.sin(),
  convolution: (x) => convolved(x, 1, "same"),
  "convolution with stride 2": (x) => convolved(x, 2, "valid"),
};

const x = tf.tensor2d([0.3, -0.7, 1.1, -0.2], [2, 2]);
const w = [0.5, -0.9];

/** `Σ |∇x f(w x)|²`, with weights w for the columns. */
const squaredGradient = (op: (x: Tensor) => Tensor, w: Tensor): Tensor =>
  tf
    .grad((x: Tensor) => op(x.mul(w)).sum())(x)
    .square()
    .sum();

test.each(Object.entries(ops))("the gradient of a squared gradient is that of finite differences: %s", (_, op) => {
  const gradient = tf.grad((w: Tensor) => squaredGradient(op, w))(tf.tensor1d(w));
  const expected = finiteDifference((moved) => squaredGradient(op, tf.tensor1d([...moved])).dataSync()[0]!, w, 1e-2);
  expect(gradient).toBeAllClose(expected, { rtol: 3e-3, atol: 3e-3 });
});

test.each([[[2, 2]], [[2]], [[2, 1]], [[]]])(
  "the gradients of maximum and minimum are those of finite differences for a second operand of shape %j",
  (shape) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const [a, b] = [[0.3, -0.7, 1.1, -0.2], [0.5, -0.9, 0.4, 0.1].slice(0, size)];
    const f = (a: Tensor, b: Tensor) => a.maximum(b).square().add(a.minimum(b).mul(3)).sum();
    const [da, db] = tf.grads(f as (...tensors: Tensor[]) => Tensor)([tf.tensor(a, [2, 2]), tf.tensor(b, shape)]);
    const valueOf = (a: readonly number[], b: readonly number[]) =>
      f(tf.tensor([...a], [2, 2]), tf.tensor([...b], shape)).dataSync()[0]!;
    expect(da!.flatten()).toBeAllClose(
      finiteDifference((moved) => valueOf(moved, b), a, 1e-2),
      { atol: 1e-3 },
    );
    expect(db!.shape).toEqual(shape);
    expect(db!.flatten()).toBeAllClose(
      finiteDifference((moved) => valueOf(a, moved), b, 1e-2),
      { atol: 1e-3 },
    );
  },
);
