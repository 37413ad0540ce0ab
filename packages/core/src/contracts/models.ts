import type { Tensor } from "@tensorflow/tfjs-core";
import type { NDArray, NDArrays } from "../ndarray.ts";
import type { Params } from "../params.ts";
import type { Random } from "../random.ts";
import type { ClassConditional, Denoiser, Network, Preconditioning } from "./networks.ts";
import type { Level } from "./noise-levels.ts";

/** Origin of a teacher's weights: the constants of a closed form, training on the data in the phase `pretrain`, or a file. */
export type TeacherWeights = "closed-form" | "trained" | "loaded";

/** The frozen denoiser of the data. */
export interface Teacher extends Denoiser {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Standard deviation of the data, over all elements. */
  readonly sigmaData: number;
  readonly weights: TeacherWeights;
  /** A network of its own, such as that of a file. Omitted: it uses the experiment's, or none. */
  readonly network?: Network | undefined;
  /** Preconditioning of its network. Omitted: EDM's, for `sigmaData`. */
  readonly preconditioning?: Preconditioning | undefined;
  /** Folder of the run whose teacher's weights replace those of `init`. Omitted: none. */
  readonly weightsOfRun?: string | undefined;
  /** Weights: before training, of the file, or the constants of a closed form. */
  init(random: Random): Params<NDArray>;
  /** Names of weights that its training leaves unchanged: its network's `fixed`. */
  readonly fixed?: readonly string[] | undefined;
  /** Random numbers of one step of its own training on `count` samples, merged into its params: its network's `draws`. */
  draws?(random: Random, count: number): NDArrays;
}

/** A fake score's output if it does not predict the noise: `size` numbers per sample, such as energies or a critic's logit. */
export interface FakeScoreOutput {
  readonly name: string;
  readonly size: number;
}

/** The student or the fake score: trained against the teacher, possibly on top of its weights. */
export interface TrainableModel {
  /** True if it starts as a copy of the teacher. */
  readonly startsAsTeacher?: boolean | undefined;
  /** True if its params are merged over the teacher's, which it uses but does not change. Only its own are trained and saved. */
  readonly sharesTeacher?: boolean | undefined;
  /**
   * The names of its weights that `init` copies from the teacher's, if it has a network of its own. It has the other weights at random.
   * Only the names and shapes of the arguments are read.
   */
  copies?(own: Params<NDArray>, teacher: Params<NDArray>): readonly string[];
  /** Folder of the run whose final weights of the same model replace those of `init`. Omitted: none. */
  readonly weightsOfRun?: string | undefined;
  /** Initial weights, drawn or copied from the teacher's. */
  init(random: Random, teacher: Params<NDArray>): Params<NDArray>;
  /** Names of its weights that training leaves unchanged: its network's `fixed`. Their gradient is zero, and they do not decay. */
  readonly fixed?: readonly string[] | undefined;
  /** Random numbers of one update of its own on `count` samples, such as dropout masks: merged into its params if the experiment asks for dropout. */
  draws?(random: Random, count: number): NDArrays;
}

/** The denoiser that is trained on the student's samples. */
export interface FakeScore extends Denoiser, TrainableModel {
  /**
   * The output of `epsilon` if it is not the noise: `[b, size]`. Such a fake score is not a denoiser: it works only with a loss that
   * reads the same output, and diagnostics that compare noise predictions skip it.
   */
  readonly output?: FakeScoreOutput;
  /**
   * The predicted noise, and logits of a discriminator that shares the weights: `[b, n]`, one or several a sample, large for real samples.
   * Omitted: it has no discriminator, and cannot be used with losses that read logits.
   */
  withLogits?(
    params: Params,
    xt: Tensor,
    level: Level,
    label?: Tensor,
  ): { readonly epsilon: Tensor; readonly logits: Tensor };
}

/** A student as the denoiser of noise at one level: `g(z) = D(sigma z, sigma)` with the network and the preconditioning of the teacher. */
export interface OneStepDenoising {
  readonly sigma: number;
  /** Weights of the network, from the student's params. */
  weights(params: Params): Params;
}

/** Streams for the draws of an update. */
export interface UpdateStreams {
  /** That of the iteration: the same in each of its updates. */
  readonly iteration: Random;
  /** That of the update. */
  readonly update: Random;
}

/** Inputs of the samples that an update is made with. */
export interface TrainingInput {
  readonly z: Tensor;
  readonly label?: Tensor | undefined;
  /** The result of `draws` of the student's steps. */
  readonly draws: Params;
  /** The student's params without draws of the update such as dropout masks, for steps that have no gradient. */
  readonly weights: Params;
}

/** Steps of a student that generates in several network evaluations. The noise of all steps is part of its latent. */
export interface StudentSteps {
  /** Number of steps of `generate`. */
  readonly count: number;
  /** The same student, with its weights, that generates in another number of steps. */
  withCount(count: number): Student;
  /** The same student with guidance of each step, if it is class-conditional. */
  withGuidance(scale: number): Student;
  /** Random numbers for the samples of an update, one row per sample, such as the step at which each is taken. */
  draws(streams: UpdateStreams, count: number): NDArrays;
  /** Samples that student and fake score are trained with, such as those of a random step: `[b, ...shape]`. */
  generate(params: Params, input: TrainingInput): Tensor;
}

/** The generator `xg = g(z)`, `z` standard normal: one network evaluation, unless it has `steps`. */
export interface Student extends ClassConditional, TrainableModel {
  readonly latentShape: readonly number[];
  /** Network evaluations of a sample, for comparisons with the teacher. Omitted: 1. */
  readonly evaluations?: number | undefined;
  /** Set if it is a step of denoising: it can then be exported for the program whose network it has. */
  readonly denoising?: OneStepDenoising | undefined;
  /** Omitted: it is trained with the samples of `generate`. */
  readonly steps?: StudentSteps | undefined;
  /** Maps `z: [b, ...latentShape]` to `xg: [b, ...shape]`. */
  generate(params: Params, z: Tensor, label?: Tensor): Tensor;
}
