import type { Tensor } from "@tensorflow/tfjs-core";
import {
  mapParams,
  ndarray,
  type NDArray,
  type NDArrays,
  type Params,
  random,
  type ScoredBatch,
  tf,
  under,
} from "@tweedie/core";
import { guidedDenoiser, levelOf } from "@tweedie/diffusion";
import type { CompiledStep, StepFunction } from "@tweedie/graph";
import { l1, l2, scoredBatch } from "../diagnostics/diagnostics-step.ts";
import { createStudentSampler, drawLatents } from "../sampling/student-sampler.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import type { Distillation } from "../steps/distillation.ts";
import { modelParams } from "../steps/model-params.ts";
import { normals } from "../steps/noise-draws.ts";
import { weightedStudentLoss, weightedStudentTerms } from "../steps/weighted-loss.ts";
import type { LiveContext } from "./live-context.ts";
import type { LiveDistillation } from "./live-distillation.ts";

/** Samples of the teacher by Heun's method: `[count, ...shape]`. */
export async function teacherSamples(
  { components, executor, experiment, signal }: LiveContext,
  weights: NDArrays,
  count: number,
): Promise<NDArray> {
  const { guidance, teacherSteps: steps } = experiment.settings.evaluate;
  const sampler = createTeacherSampler(executor, guidedDenoiser(components.teacher, guidance), {
    weights,
    count,
    signal,
  });
  try {
    return await sampler.sample({ sampler: "heun", steps }, random(experiment.settings.seed, "evaluate.teacher"));
  } finally {
    await sampler.dispose();
  }
}

/** Number of points and of noises in the sizes of a picture. */
export interface PictureSizes {
  readonly samples: number;
  /** Points at which the predictions are evaluated. */
  readonly points: number;
  /** Samples with arrows, and noises over which each arrow is a mean. */
  readonly arrows: number;
  readonly noises: number;
}

/** Picture of a distillation in the plane, for a page. */
export interface LivePicture {
  /** Samples of the student from the same latents at each call: `[samples, ...shape]`. */
  student(): Promise<NDArray>;
  /**
   * Denoised points of teacher and fake score, `x - sigma eps`: `[points, ...shape]`. `fakeScore` is left out where it predicts something
   * else than the noise.
   */
  denoised(points: NDArray, sigma: number): Promise<NDArrays>;
  /**
   * Descent directions of the student's loss in samples, `[arrows, ...shape]`: `loss`, `L1` and `L2` if the fake score predicts the noise, and
   * the terms of the loss. They are means over noises of one level.
   */
  arrows(samples: NDArray, sigma: number): Promise<NDArrays>;
  dispose(): Promise<void>;
}

/** Compiles what a picture needs. A change of the distillation's settings needs another picture. */
export async function createLivePicture(
  { components: { distillation }, experiment, store }: LiveDistillation,
  { executor }: Pick<LiveContext, "executor">,
  sizes: PictureSizes,
): Promise<LivePicture> {
  const { teacher, student, models } = distillation;
  const { shape } = teacher;
  const sampler = await createStudentSampler(executor, store, {
    student,
    weights: models.student.trainable.name,
    shape,
  });
  const latents = drawLatents(student, random(experiment.settings.seed, "evaluate.z"), sizes.samples);
  const points = [sizes.points, ...shape];
  const denoise = await executor.compile(denoiseStep(distillation), store, {
    x: points,
    ones: [sizes.points],
    sigma: [],
  });
  const total = sizes.arrows * sizes.noises;
  const eps = normals(random(experiment.settings.seed, "picture.eps"), total, shape);
  const own = distillation.loss.draws?.(random(experiment.settings.seed, "picture.loss"), total, 1) ?? {};
  const draws = { eps, ...Object.fromEntries(Object.entries(own).map(([name, each]) => [`loss.${name}`, each])) };
  const shapes = { ...mapParams(draws, (each) => each.shape), xg: [sizes.arrows, ...shape], ones: [total], sigma: [] };
  const descend = await executor.compile(arrowStep(distillation, sizes.noises), store, shapes);
  return {
    student: () => sampler.sample(latents),
    denoised: (x, sigma) => denoise.run({ x, ones: ones(sizes.points), sigma: number(sigma) }),
    arrows: (xg, sigma) => descend.run({ ...draws, xg, ones: ones(total), sigma: number(sigma) }),
    dispose: () => disposeAll([sampler, denoise, descend]),
  };
}

const disposeAll = async (parts: readonly Pick<CompiledStep, "dispose">[]): Promise<void> =>
  void (await Promise.all(parts.map((part) => part.dispose())));

const ones = (count: number): NDArray => ndarray([count], new Float32Array(count).fill(1));
const number = (value: number): NDArray => ndarray([], Float32Array.of(value));

type Models = Pick<Distillation, "teacher" | "fakeScore" | "loss" | "models" | "updates">;

const predictsNoise = ({ fakeScore, updates }: Models): boolean => updates > 0 && !fakeScore.output;

/** Denoises points at one level with amplitude 1. */
const denoiseStep =
  (distillation: Models): StepFunction =>
  (state, { x, ones: each, sigma }) => {
    const { teacher, fakeScore } = distillation;
    const level = levelOf(each!, each!.mul(sigma!), x!.rank);
    const denoised = (eps: Tensor): Tensor => x!.sub(level.betaBar.mul(eps));
    const psi = modelParams(fakeScore, under("fakeScore", state), state);
    return {
      outputs: {
        teacher: denoised(teacher.epsilon(under("teacher", state), x!, level)),
        ...(predictsNoise(distillation) && { fakeScore: denoised(fakeScore.epsilon(psi, x!, level)) }),
      },
    };
  };

/** Negative gradients of the loss and of its parts with respect to samples, as means over `noises` noises of each. */
const arrowStep =
  (distillation: Models, noises: number): StepFunction =>
  (state, { xg, ones: each, sigma, ...draws }) => {
    const { loss, models } = distillation;
    const { weighting } = models.student;
    const noise = { ...draws, alphaBar: each!, betaBar: each!.mul(sigma!) };
    const descent = (part: (batch: ScoredBatch) => Tensor): Tensor => {
      const objective = (samples: Tensor) => {
        const repeated = tf.concat(Array.from({ length: noises }, () => samples));
        return part(scoredBatch(distillation, state, noise, repeated))
          .sum()
          .div(-noises);
      };
      return tf.grad(objective)(xg!);
    };
    const weighted = (student: (batch: ScoredBatch) => Tensor) =>
      descent((batch) => weightedStudentLoss({ student }, weighting, batch));
    const terms = (batch: ScoredBatch): Params => weightedStudentTerms(loss, weighting, batch);
    const samples = tf.concat(Array.from({ length: noises }, () => xg!));
    const names = Object.keys(terms(scoredBatch(distillation, state, noise, samples)));
    return {
      outputs: {
        loss: descent((batch) => weightedStudentLoss(loss, weighting, batch)),
        ...(predictsNoise(distillation) && { L1: weighted(l1), L2: weighted(l2) }),
        ...Object.fromEntries(names.map((name) => [`term.${name}`, descent((batch) => terms(batch)[name]!)])),
      },
    };
  };
