import { mapParams, type NDArrays, nest, type Params, tf } from "@tweedie/core";
import { detach } from "@tweedie/diffusion";
import { adamScalars } from "@tweedie/networks";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { type Objective, optimizerDraws, type TrainableWeights } from "./trainable-weights.ts";

/** Further updates of the fake score, as functions of the student. */
export interface Unroll {
  readonly steps: number;
  /** Learning rate. Default: that of the fake score. */
  readonly lr?: number | undefined;
}

/** An unrolled update: its objective, a function of the weights, and its draws. */
interface UnrolledUpdate {
  readonly objective: Objective;
  readonly draws: Params;
}

/**
 * The weights after further updates of gradient descent, differentiable in everything that the objectives depend on:
 *
 *     ψ_{i+1} = ψ_i - η ∇_ψ L_i(ψ_i) / (sqrt(v_i) + ε)
 *
 * These are Adam's updates without momentum, with its second moments v held constant in the derivative. v_i contains the gradient of its
 * own update, as in Adam: this bounds the update. From the optimal ψ* of a student θ, `dψ_k/dθ = (1 - (1 - ηP H)^k) dψ* /dθ` with the
 * preconditioner P and the Hessian H of L: for many updates the response is that of the optimum, and the gradient of the Fisher divergence,
 * G1 + G2, is complete. Metz et al., arXiv 1611.02163, eq. 9 to 11.
 */
export function unrolledUpdates(
  start: { readonly weights: Params; readonly squares: Params; readonly beta2: number },
  updates: readonly UnrolledUpdate[],
): Params {
  const { beta2 } = start;
  let { weights, squares } = start;
  for (const { objective, draws } of updates) {
    const gradients = gradientsOf(objective, weights);
    const [stepSize, epsilon] = ["stepSize", "epsilon"].map((name) => draws[`${optimizerDraws}.${name}`]!);
    squares = mapParams(squares, (v, name) => v.mul(beta2).add(detach(gradients[name]!.square())));
    weights = mapParams(weights, (weight, name) =>
      weight.sub(gradients[name]!.mul(stepSize!).div(squares[name]!.sqrt().add(epsilon!))),
    );
  }
  return weights;
}

/** The gradient of an objective in the weights, itself differentiable. */
function gradientsOf(objective: Objective, weights: Params): Params {
  const names = Object.keys(weights);
  const byName = (tensors: readonly Tensor[]): Params =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  return byName(tf.grads((...tensors: Tensor[]) => objective(byName(tensors)) as Scalar)(Object.values(weights)));
}

/** Scalars of an unrolled update that is number `update` of the fake score. */
export function unrolledScalars(
  { optimizer: { lr, betas, eps } }: TrainableWeights,
  unroll: Unroll,
  update: number,
): NDArrays {
  const [, beta2] = betas;
  const settings = { learningRate: unroll.lr ?? lr, beta1: 0, beta2, epsilon: eps };
  return nest(optimizerDraws, { ...adamScalars(update, settings) });
}
