import type { Tensor } from "@tensorflow/tfjs-core";
import type { NDArrays } from "../ndarray.ts";
import type { Params } from "../params.ts";
import type { Random } from "../random.ts";
import type { FakeScoreOutput } from "./models.ts";
import type { Level } from "./noise-levels.ts";

/** Noised samples. */
export interface NoisedBatch {
  readonly xt: Tensor;
  readonly eps: Tensor;
  readonly level: Level;
}

/** The fake score's training batch: generated samples `xg`, noised to `xt = alphaBar * xg + betaBar * eps`, and its own prediction. */
export interface FakeScoreBatch extends NoisedBatch {
  readonly xg: Tensor;
  readonly epsFake: Tensor;
  /** The fake score at any other point: `epsFake` is `fakeScore(xt, level)`. */
  fakeScore(xt: Tensor, level: Level): Tensor;
  /**
   * Logits of the fake score's discriminator at any noised samples, `[b, n]`, with the labels of the batch or others. Given if the loss
   * `readsLogits`.
   */
  logits?(xt: Tensor, level: Level, label?: Tensor): Tensor;
  /** Augments other samples as the generated ones of the batch are: `[b, ...]`. Omitted: they are not augmented. */
  augment?(x: Tensor): Tensor;
  /** The frozen teacher at any point. */
  teacher(xt: Tensor, level: Level): Tensor;
  /** The result of the loss's own `draws`. */
  readonly draws: Params;
  /** The weights of the experiment's weighting, `[b]`, for losses that apply it themselves (`appliesWeighting`). Omitted: 1. */
  weights?(): Tensor;
}

/** The student's training batch: its noised samples, with the predictions of teacher and fake score. */
export interface ScoredBatch extends Omit<FakeScoreBatch, "teacher" | "augment"> {
  readonly epsTeacher: Tensor;
  /** The teacher's samples for the latents of `xg`, `[b, ...]`, if the loss has `pairs`. */
  readonly target?: Tensor;
}

/** Pairs of latents z and samples of the teacher that a deterministic sampler makes of them, once, before the distillation. */
export interface PairsPlan {
  readonly count: number;
  readonly sampler: DeterministicSampler;
  /** Steps of the sampler. */
  readonly steps: number;
  /** Seed of the latents. The pairs do not depend on the seed of the run, so that the runs of a sweep share them. */
  readonly seed: number;
}

export type DeterministicSampler = "heun" | "heun-euler" | "dpmpp-2m" | "euler";

/**
 * A loss quadratic in the teacher's prediction a, the fake score's b and the noise e:
 * `aa |a|² + ab <a, b> + ae <a, e> + bb |b|² + be <b, e>`.
 */
export interface Coefficients {
  readonly aa: number;
  readonly ab: number;
  readonly ae: number;
  readonly bb: number;
  readonly be: number;
}

/** A noise level, `sigma = betaBar / alphaBar`, at an iteration of the training. */
export interface LossPoint {
  readonly sigma: number;
  /** Number of the iteration, from 1. */
  readonly iteration: number;
}

/** Coefficients that are constant, or a function of the noise level and the iteration. */
export type CoefficientsByLevel = Coefficients | ((point: LossPoint) => Coefficients);

/** A function of a batch with one number per sample. */
export interface PerSample {
  /**
   * True if a sample's number depends on the other samples of its batch, such as on the batch's mean. The gradient of a batch is then not
   * the mean of those of its parts, so the batch may have no micro-batches.
   */
  readonly batchStatistics?: boolean;
}

/** The objectives of a distillation, per sample. Gradients reach the student through `xg` and through `xt` inside both denoisers. */
export interface LossStrategy extends PerSample {
  /** The student's loss: `[b]`. */
  student(batch: ScoredBatch): Tensor;
  /** The fake score's loss: `[b]`. Omitted: denoising score matching, `|epsFake - eps|²`. */
  fakeScore?(batch: FakeScoreBatch): Tensor;
  /**
   * The loss's own random numbers or real samples for an update of `count` samples in iteration number `iteration` = 1, 2, ...: the `draws`
   * of its batches. Arrays whose first extent is `count` are cut into micro-batches.
   */
  draws?(random: Random, count: number, iteration: number): NDArrays;
  /** Coefficients of the student's loss, or of its terms, that belong to the identity family: its soundness is then checked before the run. */
  readonly coefficients?: CoefficientsByLevel;
  /** True if a loss without coefficients is derived by the score identity, which weights that depend on the noise would bias. */
  readonly usesIdentity?: boolean;
  /** True if it multiplies its numbers by `weights` of the batch itself. The engine then applies no weighting to them. */
  readonly appliesWeighting?: boolean;
  /** Weightings of its own that it applies to parts that the identity derives, by their paths in its options. Those that depend on the noise get a warning. */
  readonly identityWeightings?: Readonly<Record<string, Weighting>>;
  /** The terms whose sum is the student's loss, weighted as in it: `[b]` each. Diagnostics show them and their gradients. Omitted: one term. */
  studentTerms?(batch: ScoredBatch): Params;
  /** Pairs that the student learns from. Its latents are then theirs, and its batches have a `target`. */
  readonly pairs?: PairsPlan;
  /** False if the student's loss does not read the fake score, which then needs no updates. Omitted: true. */
  readonly readsFakeScore?: boolean;
  /** True if it reads `logits` of its batches, which then have them. */
  readonly readsLogits?: boolean;
  /** The output that it reads from the fake score, as `epsFake` and `fakeScore(xt, level)`, if it is not the noise. */
  readonly fakeScoreOutput?: FakeScoreOutput;
}

/**
 * Inputs of a sample's weight, each with those before it. The score identity `E[w <f, b*>] = E[w <f, e>]` holds for the first two.
 *
 * - `level`: its noise level, and values that are independent of the sample, such as those of other samples;
 * - `xt`: `xt`, and predictions at `xt`;
 * - `noise`: `eps` or `xg`. Given `xt`, each of them determines the other.
 */
export type WeightInput = "level" | "xt" | "noise";

/** Weight of each sample in a loss: `[b]`. A weighting implements the methods of the losses that it can weight. */
export interface Weighting extends PerSample {
  /** The last input that its weights depend on. Omitted: `noise`. `tweedie validate` measures the bias of losses that the noise weights. */
  readonly dependsOn?: WeightInput;
  /** Weights the student's loss. */
  student?(batch: ScoredBatch): Tensor;
  /** Weights denoising score matching, the teacher's and the fake score's. */
  denoiser?(batch: NoisedBatch): Tensor;
}
