import {
  random,
  tf,
  type ClassConditional,
  type FakeScoreBatch,
  type FakeScoreOutput,
  type ScoredBatch,
} from "@tweedie/core";
import { addNoise, levelOf, sumPerSample } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Standard normal numbers of a shape, the same for the same purpose. */
export const normal = (purpose: string, shape: readonly number[]): Tensor =>
  tf.tensor(random(0, purpose).normal(shape.reduce((size, extent) => size * extent, 1)), [...shape]);

/** Noise levels of four samples, from low to high, variance preserving and not. */
export const someLevels = (rank: number) =>
  levelOf(tf.tensor1d([1, 0.8, 1, 0.1]), tf.tensor1d([0.05, 0.6, 5, 0.99]), rank);

/** Classes of four samples, if the model is class-conditional. */
export const someLabels = ({ classes }: ClassConditional): Tensor | undefined =>
  classes === undefined ? undefined : tf.tensor1d([0, classes - 1, classes - 1, 0]);

/** A fake score of one weight, `psi`. It predicts the noise unless it declares another output. */
interface FakeScoreStandIn {
  readonly output?: FakeScoreOutput | undefined;
  readonly psi?: Tensor;
}

/** A batch of four generated samples, their noise, and predictions that are smooth functions of `xt`. */
export function scoredBatch(
  xg: Tensor,
  { output, psi = tf.scalar(0.4) }: FakeScoreStandIn = {},
): ScoredBatch & FakeScoreBatch {
  const level = someLevels(xg.rank);
  const eps = normal("eps", xg.shape);
  const xt = addNoise(xg, eps, level);
  const columns = tf.tensor1d(Array.from({ length: output?.size ?? 0 }, (_, i) => i));
  const fakeScore = (x: Tensor) =>
    output ? sumPerSample(x).mul(psi).expandDims(1).add(columns).sin() : x.mul(psi).sub(0.1);
  const pair = tf.tensor1d([0, 1]); // two logits a sample
  const logits = (x: Tensor) => sumPerSample(x).mul(psi).expandDims(1).add(pair).sin();
  const teacher = (x: Tensor) => x.mul(0.7).add(0.2).sin();
  const predictions = { epsTeacher: teacher(xt), epsFake: fakeScore(xt) };
  return { xg, xt, eps, level, ...predictions, fakeScore, logits, teacher, draws: {} };
}
