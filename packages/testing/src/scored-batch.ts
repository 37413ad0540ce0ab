import { random, tf, type ScoredBatch, type FakeScoreOutput } from "@tweedie/core";
import { addNoise, levelOf, sumPerSample } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs";

/** Random numbers of a shape, the same for the same purpose. */
export const normal = (purpose: string, shape: readonly number[]): Tensor =>
  tf.tensor(random(0, purpose).normal(shape.reduce((size, extent) => size * extent, 1)), [...shape]);

/** Noise levels from small to large, variance preserving and not. */
export const someLevels = (rank: number) =>
  levelOf(tf.tensor1d([1, 0.8, 1, 0.1]), tf.tensor1d([0.05, 0.6, 5, 0.99]), rank);

/** What stands in for a fake score: what it says where that is not the noise, and its only weight. */
interface FakeScoreStandIn {
  readonly output?: FakeScoreOutput | undefined;
  readonly psi?: Tensor;
}

/** Generated samples, their noise, and what two judges say, smooth functions of `xt`. */
export function scoredBatch(xg: Tensor, { output: verdict, psi = tf.scalar(0.4) }: FakeScoreStandIn = {}): ScoredBatch {
  const level = someLevels(xg.rank);
  const eps = normal("eps", xg.shape);
  const xt = addNoise(xg, eps, level);
  const columns = tf.tensor1d(Array.from({ length: verdict?.size ?? 0 }, (_, i) => i));
  const fakeScore = (x: Tensor) =>
    verdict ? sumPerSample(x).mul(psi).expandDims(1).add(columns).sin() : x.mul(psi).sub(0.1);
  return { xg, xt, eps, level, epsTeacher: xt.mul(0.7).add(0.2).sin(), epsFake: fakeScore(xt), fakeScore, draws: {} };
}
