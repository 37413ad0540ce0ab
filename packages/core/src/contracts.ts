import type { Tensor } from "@tensorflow/tfjs";
import type { NDArray, NDArrays } from "./ndarray.ts";
import type { Params } from "./params.ts";
import type { Random } from "./random.ts";

/**
 * Noise level of each sample of a batch: `xt = alphaBar * x0 + betaBar * eps`.
 *
 * Both are amplitudes, shaped `[b, 1, ..., 1]` to multiply a batch. DDPM's `alphas_cumprod` is `alphaBar` **squared**.
 */
export interface Level {
  readonly alphaBar: Tensor;
  readonly betaBar: Tensor;
}

/** The level at one time, as numbers. */
export interface Amplitudes {
  readonly alphaBar: number;
  readonly betaBar: number;
}

/** How noise grows with time. `sigma` is everywhere the noise-to-signal ratio `betaBar / alphaBar`. */
export interface NoiseSchedule {
  amplitudes(t: number): Amplitudes;
  /** The time at which the noise-to-signal ratio is `sigma`. */
  timeOf(sigma: number): number;
}

/** Law of the time in training. */
export interface TimeLaw {
  /** The noise-to-signal ratio at the beginning and the end of the training, where all samples share one. Left out: a law over many. */
  readonly level?: { readonly from: number; readonly to: number };
  /** Maps uniform numbers in (0, 1) to times. A single level ignores `u`; one that is annealed follows `progress`, the share of the training done. */
  quantile(u: number, progress?: number): number;
}

/** What may be told the class of each sample. In one game all are, or none. */
export interface Conditional {
  /** How many classes it tells apart: it is then called with the `label` of each sample, `[b]`, one of 0, ..., classes - 1. Left out: none. */
  readonly classes?: number | undefined;
}

/** A network as it stands: what its preconditioning makes of it is another matter (`edmDenoiser`). */
export interface Network extends Conditional {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  init(random: Random): Params<NDArray>;
  /** Numbers for a step of its training on `count` samples, such as masks of dropout: laid over its params. Without them it is whole. */
  draws?(random: Random, count: number): NDArrays;
  /** `x: [b, ...]`, conditioned on one number per sample, `noise: [b]`, to `[b, ...]`. */
  forward(params: Params, x: Tensor, noise: Tensor, label?: Tensor): Tensor;
}

/** Predicts the noise in `xt`: `[b, ...] -> [b, ...]`. Other parameterisations convert at the edge. */
export interface Denoiser extends Conditional {
  epsilon(params: Params, xt: Tensor, level: Level, label?: Tensor): Tensor;
}

/** The frozen denoiser that knows the data. */
export interface Teacher extends Denoiser {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Standard deviation of the data, over all elements. */
  readonly sigmaData: number;
  /** Whether its weights are trained on the data before they are frozen. A closed form is not. */
  readonly trained: boolean;
  /** Weights before training, or the constants of a closed form. */
  init(random: Random): Params<NDArray>;
  /** Numbers for a step of its own training on `count` samples, laid over its params: those of its network. */
  draws?(random: Random, count: number): NDArrays;
}

/** What a fake score says of a sample where it is not the noise: `size` numbers, such as energies or a critic's mark. */
export interface FakeScoreOutput {
  readonly name: string;
  readonly size: number;
}

/** What learns beside the teacher, and may do so on top of it. */
export interface TrainableModel {
  /** Whether it begins as a copy of the teacher. */
  readonly startsAsTeacher?: boolean | undefined;
  /** Whether its params are its own laid over the teacher's, which it uses and does not change. Only its own are trained and kept. */
  readonly sharesTeacher?: boolean | undefined;
  /** First weights, drawn or copied from the teacher's. */
  init(random: Random, teacher: Params<NDArray>): Params<NDArray>;
}

/** The denoiser that follows the student: trained on generated samples. */
export interface FakeScore extends Denoiser, TrainableModel {
  /**
   * What `epsilon` gives instead of the noise, `[b, size]`. It is then no denoiser: it plays only with a loss that reads the same
   * verdict, and what compares predictions of the noise is left out.
   */
  readonly output?: FakeScoreOutput;
}

/** The one-step generator `xg = g(z)`, `z` standard normal. */
export interface Student extends Conditional, TrainableModel {
  readonly latentShape: readonly number[];
  /** `z: [b, ...latentShape]` to `xg: [b, ...shape]`. */
  generate(params: Params, z: Tensor, label?: Tensor): Tensor;
}

/** Samples with noise on them. */
export interface NoisedBatch {
  readonly xt: Tensor;
  readonly eps: Tensor;
  readonly level: Level;
}

/** What the fake score is trained on: generated samples `xg`, noised to `xt = alphaBar * xg + betaBar * eps`, and its own prediction. */
export interface FakeScoreBatch extends NoisedBatch {
  readonly xg: Tensor;
  readonly epsFake: Tensor;
  /** The fake score elsewhere: `epsFake` is `fakeScore(xt, level)`. */
  fakeScore(xt: Tensor, level: Level): Tensor;
  /** What the loss's own `draws` drew. */
  readonly draws: Params;
}

/** What the student is trained on: the judgement of both denoisers on its noised samples. */
export interface ScoredBatch extends FakeScoreBatch {
  readonly epsTeacher: Tensor;
}

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

/** The objectives of the game, per sample. Gradients reach the student through `xg` and through `xt` inside both denoisers. */
export interface LossStrategy {
  /** What the student minimises: `[b]`. */
  student(batch: ScoredBatch): Tensor;
  /** What the fake score minimises: `[b]`. Left out, it is denoising score matching, `|epsFake - eps|²`. */
  fakeScore?(batch: FakeScoreBatch): Tensor;
  /** Numbers of its own for an update of `count` samples, such as real samples: the `draws` of its batches. */
  draws?(random: Random, count: number): NDArrays;
  /** What the student's loss is, where it belongs to the identity family: soundness is then checked before the run. */
  readonly coefficients?: Coefficients;
  /** What it reads from the fake score, as `epsFake` and `fakeScore(xt, level)`, where it is not the noise. */
  readonly fakeScoreOutput?: FakeScoreOutput;
}

/** Weight of each sample in a loss: `[b]`. A weighting says by its methods which losses it is for. */
export interface Weighting {
  /** Weights the student's loss. */
  student?(batch: ScoredBatch): Tensor;
  /** Weights denoising score matching, the teacher's and the fake score's. */
  denoiser?(batch: NoisedBatch): Tensor;
}

/** A Gaussian mixture of one spread, the law of data that have modes. */
export interface Mixture {
  readonly means: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly std: number;
}

/** Samples and the class of each. */
export interface LabelledSamples {
  readonly samples: NDArray;
  /** `[n]`, each one of 0, ..., classes - 1. */
  readonly labels: NDArray;
}

/** The draws of a dataset whose samples have classes: the same samples from the same stream, with their labels. */
export interface LabelledDraws {
  readonly classes: number;
  sample(random: Random, count: number): LabelledSamples;
  heldOut(random: Random, count: number): LabelledSamples;
}

/** Samples of the data: what a teacher is trained on and metrics compare with. */
export interface Dataset {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Standard deviation over all elements. */
  readonly sigmaData: number;
  /** The exact law, where it is a mixture. */
  readonly mixture?: Mixture;
  /** Independent draws for training: `[count, ...shape]`. */
  sample(random: Random, count: number): NDArray;
  /** Draws that training never sees, without repetition where the set is finite: at most `count`. */
  heldOut(random: Random, count: number): NDArray;
  /** The same with labels, where samples have classes. */
  readonly labelled?: LabelledDraws;
  /** A digest of the files that it was read from: a teacher of other content is another teacher. */
  content?(): string;
}

/**
 * What a metric is shown of each sample: the sample itself, `[n, ...shape]`; its features, `[n, f]`; or what a classifier says
 * of it, `[n, k]`, logarithms of unnormalised probabilities.
 */
export type MetricInput = "samples" | "features" | "classes";

/** What an extractor gives of a batch of samples. */
export interface Features<T = Tensor> {
  readonly features: T; // [b, f]
  /** Left out where it is no classifier. */
  readonly classes?: T; // [b, k]
}

/** A frozen function of samples, in whose features metrics compare them: weights and a function, or an ONNX file. */
export type Extractor = NetworkExtractor | OnnxExtractor;

export interface NetworkExtractor {
  /** How many classes it tells apart, where it is a classifier. */
  readonly classes?: number;
  /** Reads its weights, when something is to be measured. */
  weights(): Params<NDArray>;
  /** `x: [b, ...shape]` */
  extract(params: Params, x: Tensor): Features;
}

export interface OnnxExtractor {
  readonly classes?: number;
  /** The bytes of the file, read when something is to be measured. */
  model(): Uint8Array;
  /** Samples `x: [b, ...shape]` as the file's only input takes them, `[b, ...]`. */
  prepare(x: Tensor): Tensor;
  /** Samples of one call of the file. */
  readonly batch: number;
  /** The file's outputs by name; the features are its first where they are left out. All but the first axis are flattened. */
  readonly outputs: Partial<Features<string>>;
}

/** Judges samples by a reference, `[n, ...]` and `[m, ...]`: by what it is shown of either. */
export interface Metric {
  /** What it is shown; the samples themselves where it is left out. */
  readonly input?: MetricInput;
  /** The values that it gives, and which way they improve. */
  readonly goals: Readonly<Record<string, "minimize" | "maximize">>;
  /** `label: [n]` are the classes that the samples were asked to be of, where the game has classes. */
  measure(samples: NDArray, reference: NDArray, random: Random, label?: NDArray): Readonly<Record<string, number>>;
}
