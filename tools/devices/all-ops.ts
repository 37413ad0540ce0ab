import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import type { OpFunctions } from "./compare-ops.ts";

const positive = (x: Tensor) => x.abs().add(0.1);
const inUnit = (x: Tensor) => x.div(11);
const integers = (x: Tensor) => x.mul(2).cast("int32");
const divisors = (x: Tensor) => integers(x).abs().add(1);
const truth = (x: Tensor) => x.greater(0);
const other = (x: Tensor) => x.reverse(1).add(0.3);

/** Images `[2, 6, 5, 2]` and a filter `[3, 2, 2, 3]` with the numbers of x. */
const images = (x: Tensor) => repeated(x, 120).reshape<Tensor4D>([2, 6, 5, 2]);
const filter = (x: Tensor) => repeated(other(x), 36).reshape<Tensor4D>([3, 2, 2, 3]);
const repeated = (x: Tensor, size: number) => x.div(4).flatten().tile([size / 12]).add(tf.range(0, 1, 1 / size).slice(0, size).sin()); // prettier-ignore

const matrix = (x: Tensor) => x.div(4).as2D(2, 6);
const matrices = (x: Tensor) => x.div(4).as3D(3, 2, 2);

const convolve = (x: Tensor, strides: [number, number], dilations: [number, number] = [1, 1]) =>
  tf.conv2d(images(x), filter(x), strides, "same", "NHWC", dilations);

/** Gradients of a convolution with respect to images and filter, as one vector. */
const convolutionGradients = (strides: [number, number]) => (x: Tensor) => {
  const loss = (images: Tensor, filter: Tensor) =>
    tf
      .conv2d(images as Tensor4D, filter as Tensor4D, strides, "same")
      .square()
      .mean();
  return tf.concat(
    tf
      .grads(loss)([images(x), filter(x)])
      .map((gradient) => gradient.flatten()),
  );
};

const layerNorm = (x: Tensor) => {
  const centred = x.sub(x.mean(-1, true));
  return centred.mul(centred.square().mean(-1, true).add(0.01).rsqrt());
};

const unary: OpFunctions = {
  abs: (x) => x.abs(),
  acos: (x) => inUnit(x).acos(),
  acosh: (x) => x.abs().add(1).acosh(),
  asin: (x) => inUnit(x).asin(),
  asinh: (x) => x.asinh(),
  atan: (x) => x.atan(),
  atanh: (x) => inUnit(x).atanh(),
  cast: (x) => x.cast("int32").cast("float32").add(x.cast("bool").cast("float32")),
  ceil: (x) => x.ceil(),
  clip: (x) => x.clipByValue(-1, 2),
  cos: (x) => x.cos(),
  cosh: (x) => inUnit(x).cosh(),
  elu: (x) => x.elu(),
  exp: (x) => inUnit(x).exp(),
  floor: (x) => x.floor(),
  isFinite: (x) => x.div(x.round()).isFinite(),
  leakyRelu: (x) => x.leakyRelu(0.3),
  log: (x) => positive(x).log(),
  neg: (x) => x.neg(),
  reciprocal: (x) => positive(x).reciprocal(),
  relu: (x) => x.relu(),
  rsqrt: (x) => positive(x).rsqrt(),
  sigmoid: (x) => x.sigmoid(),
  silu: (x) => x.mul(x.sigmoid()),
  sin: (x) => x.sin(),
  sinh: (x) => inUnit(x).sinh(),
  tan: (x) => inUnit(x).tan(),
  tanh: (x) => x.tanh(),
};

const binary: OpFunctions = {
  add: (x) => x.add(other(x)),
  div: (x) => x.div(positive(other(x))),
  divInt: (x) => tf.div(integers(x), divisors(x)),
  equal: (x) => x.equal(x.round()),
  greaterEqual: (x) => x.greaterEqual(x.round()),
  less: (x) => x.less(other(x)),
  lessEqual: (x) => x.lessEqual(x.round()),
  max: (x) => x.maximum(other(x)),
  min: (x) => x.minimum(other(x)),
  mod: (x) => x.mod(positive(other(x))),
  modInt: (x) => integers(x).mod(divisors(x)),
  notEqual: (x) => x.notEqual(x.round()),
  pow: (x) => positive(x).pow(inUnit(other(x))),
  sub: (x) => x.sub(other(x)),
  where: (x) => tf.where(truth(x), x, other(x)),
};

const reductions: OpFunctions = {
  all: (x) => truth(x).all(1),
  cumsum0: (x) => x.cumsum(0),
  layerNorm,
  layerNormGradient: (x) => tf.grad((y) => layerNorm(y).mul(other(x)).sum())(x),
  maximum: (x) => x.max(1),
  mean: (x) => x.mean(0),
  minimum: (x) => x.min([0, 1]),
  softmax: (x) => x.softmax(),
  sum: (x) => integers(x).sum(1),
};

/** Products of matrices, convolutions and their gradients. */
export const products: OpFunctions = {
  conv: (x) => convolve(x, [1, 1]),
  convDilated: (x) => convolve(x, [1, 1], [2, 1]),
  convStrided: (x) => convolve(x, [2, 1]),
  convGradients: convolutionGradients([1, 1]),
  convStridedGradients: convolutionGradients([2, 2]),
  matMul: (x) =>
    matrix(x)
      .matMul(matrix(other(x)), false, true)
      .matMul(matrix(x)),
  matMulTransposed: (x) =>
    matrix(x)
      .matMul(matrix(other(x)), true)
      .mul(0.5),
  matMulBatch: (x) => matrices(x).matMul(matrices(other(x)), true, false),
  matMulBroadcast: (x) => tf.matMul(matrices(x), matrices(other(x)).slice([0, 0, 0], [1, 2, 2]), false, true),
};

const shapes: OpFunctions = {
  concat: (x) => tf.concat([x, other(x)], 1),
  expand: (x) => x.slice([0, 0], [2, 1]).broadcastTo([2, 3]),
  gatherColumns: (x) => x.gather(tf.tensor1d([1, 0, 4], "int32"), 1),
  pad: (x) => (x as Tensor2D).pad([[1, 0], [2, 1]], 0.5), // prettier-ignore
  reshape: (x) => x.reshape([3, 4]),
  reverse: (x) => x.reverse([0, 1]),
  slice: (x) => x.slice([1, 2], [1, 3]),
  split: (x) => tf.split(x, [1, 2, 3], 1)[1]!,
  stridedSlice: (x) => x.stridedSlice([0, 1], [2, 6], [1, 2]),
  tile: (x) => (x.flatten() as Tensor1D).tile([2]),
  transpose: (x) => x.transpose(),
};

/** A function for each op of a target that lacks none. */
export const allOps: OpFunctions = { ...unary, ...binary, ...reductions, ...products, ...shapes };
