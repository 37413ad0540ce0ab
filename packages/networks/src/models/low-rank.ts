import { zeros, type NDArray, type Params, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { normalWeights } from "../layers/normal-weights.ts";

type Shape = readonly number[];

/**
 * Shape of a weight as a matrix: a convolution `[h, w, inputs, outputs]` becomes `[h inputs, w outputs]`, which needs fewer numbers for
 * the same rank than `[h w inputs, outputs]`. The code of LoRA's authors does the same.
 */
const matrixOf = (shape: Shape): readonly [number, number] => {
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  return shape.length === 4 ? [height * inputs, width * outputs] : [height, width];
};

/** Initial factors of the update of a weight of this shape: `down: [m, r]` normal, `up: [r, n]` zero, so that their product is zero. */
export function factorsOf(shape: Shape, rank: number, random: Random): Params<NDArray> {
  const [m, n] = matrixOf(shape);
  const r = Math.min(rank, m, n);
  return { down: normalWeights(random, [m, r], 1 / Math.sqrt(m)), up: zeros([r, n]) };
}

/** Product of the factors, in the shape of the weight. */
export function productOf({ down, up }: Params, shape: Shape): Tensor {
  const product = down!.matMul(up!);
  if (shape.length !== 4) return product;
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  return product.reshape([height, inputs, width, outputs]).transpose([0, 2, 1, 3]);
}
