import type { Scalar, Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { type NDArray, type NDArrays, type Params, tf } from "@tweedie/core";
import type { StepFunction } from "../executor/executor.ts";
import { uniformArray } from "./run-graph.ts";

const channels = 8;
const groups = 4;

const shapes: Record<string, number[]> = {
  "in.w": [3, 3, 2, channels],
  "in.b": [channels],
  "time.w": [6, channels],
  "norm.scale": [channels],
  "norm.shift": [channels],
  "block.w": [3, 3, channels, channels],
  "block.b": [channels],
  "down.w": [3, 3, channels, 2 * channels],
  "skip.w": [1, 1, 2 * channels, channels],
  "attention.qkv": [2 * channels, 6 * channels],
  "attention.out": [2 * channels, 2 * channels],
  "up.w": [3, 3, 3 * channels, channels],
  "out.w": [3, 3, channels, 2],
};

/** Weights of the U-Net. */
export const unetState: NDArrays = Object.fromEntries(
  Object.entries(shapes).map(([name, shape], i): [string, NDArray] => [name, uniformArray(i, shape, -0.3, 0.3)]),
);

/** Inputs, targets and noise levels of an iteration. */
export const unetDraws = (iteration: number, batch: number): NDArrays => ({
  x: uniformArray(100 + iteration, [batch, 8, 8, 2]),
  target: uniformArray(200 + iteration, [batch, 8, 8, 2]),
  noise: uniformArray(300 + iteration, [batch]),
});

/** GroupNorm: normalises over the channels of each group and all pixels. Wu and He, arXiv 1803.08494. */
function groupNorm(x: Tensor4D, scale: Tensor, shift: Tensor): Tensor4D {
  const [batch, height, width, depth] = x.shape;
  const grouped = x.reshape([batch, height * width, groups, depth / groups]);
  const { mean, variance } = tf.moments(grouped, [1, 3], true);
  const normal = grouped.sub(mean).mul(variance.add(1e-5).rsqrt());
  return normal.reshape<Tensor4D>(x.shape).mul(scale).add(shift);
}

function attention(x: Tensor4D, p: Params): Tensor4D {
  const [batch, height, width, depth] = x.shape;
  const qkv = x.reshape([batch * height * width, depth]).matMul(p["attention.qkv"]!);
  const heads = qkv.reshape([batch, height * width, 3, 2, depth / 2]).transpose([2, 0, 3, 1, 4]);
  const [q, k, v] = tf.unstack(heads) as [Tensor, Tensor, Tensor]; // [b, heads, n, d]
  const weights = tf.softmax(q.matMul(k, false, true).div(Math.sqrt(depth / 2)));
  const mixed = weights
    .matMul(v)
    .transpose([0, 2, 1, 3])
    .reshape([batch * height * width, depth]);
  return mixed.matMul(p["attention.out"]!).reshape<Tensor4D>(x.shape).add(x);
}

type Upsample = (x: Tensor4D) => Tensor4D;

/** Doubles height and width with ops whose gradients are right on every backend. */
export const upsampleByRepetition: Upsample = (x) => {
  const [batch, height, width, depth] = x.shape;
  const rows = tf.stack([x, x], 2).reshape([batch, 2 * height, width, depth]);
  return tf.stack([rows, rows], 3).reshape([batch, 2 * height, 2 * width, depth]);
};

/** Doubles height and width with tfjs's nearest-neighbour resizing. */
export const upsampleNearest: Upsample = (x) => tf.image.resizeNearestNeighbor(x, [2 * x.shape[1], 2 * x.shape[2]]);

function forward(p: Params, x: Tensor, noise: Tensor, upsample: Upsample): Tensor {
  const silu = (x: Tensor) => x.mul(x.sigmoid());
  const conv = (x: Tensor, name: string, stride = 1) =>
    tf.conv2d(x as Tensor4D, p[`${name}.w`] as Tensor4D, stride, "same");
  const angles = noise.reshape([-1, 1]).mul(tf.tensor1d([1, 2, 4]));
  const time = tf.concat([angles.sin(), angles.cos()], 1).matMul(p["time.w"]!).reshape([-1, 1, 1, channels]);
  const h0 = conv(x, "in").add(p["in.b"]!).add(time);
  const normal = silu(groupNorm(h0 as Tensor4D, p["norm.scale"]!, p["norm.shift"]!));
  const h1 = conv(normal, "block").add(p["block.b"]!).add(h0);
  const low = attention(silu(conv(h1, "down", 2)) as Tensor4D, p);
  const pooled = tf.avgPool(h1 as Tensor4D, 2, 2, "valid").add<Tensor4D>(conv(low, "skip"));
  const high = upsample(tf.concat4d([low, pooled], 3));
  return conv(silu(conv(high, "up").add(h1)), "out");
}

/** One gradient-descent step on the squared error of a small U-Net: convolutions, GroupNorm, attention, pooling and skip connections. */
export const unetStep =
  (upsample: Upsample): StepFunction =>
  (state, { x, target, noise }) => {
    const names = Object.keys(shapes);
    const loss = (...weights: Tensor[]) => {
      const p = Object.fromEntries(names.map((name, i) => [name, weights[i]!]));
      return forward(p, x!, noise!, upsample).sub(target!).square().mean() as Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state[name]!));
    const updated = names.map((name, i) => [name, state[name]!.sub(grads[i]!.mul(0.05))]);
    return { state: Object.fromEntries(updated) as Params, outputs: { loss: value } };
  };
