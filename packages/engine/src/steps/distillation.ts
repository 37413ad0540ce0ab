import type { Tensor } from "@tensorflow/tfjs-core";
import {
  type FakeScore,
  type FakeScoreBatch,
  type LossStrategy,
  nest,
  type NDArray,
  type NDArrays,
  type Params,
  type Random,
  type Student,
  type Teacher,
  under,
  type Weighting,
} from "@tweedie/core";
import { addNoise, detach, squaredNorm } from "@tweedie/diffusion";
import type { StepFunction } from "@tweedie/graph";
import { nanSamples } from "./nan-samples.ts";
import { drawnNoise, noiseDraws, type NoiseDistribution, normals } from "./noise-draws.ts";
import { modelParams } from "./model-params.ts";
import { descend, type TrainableWeights, trainableDraws, type UpdatePosition } from "./trainable-weights.ts";

/** Training of the student or the fake score: optimiser, loss weighting, and noise distribution. */
interface ModelTraining {
  readonly trainable: TrainableWeights;
  readonly weighting: Weighting;
  readonly noise: NoiseDistribution;
}

/** Distillation of a frozen teacher: its three networks, the loss and the settings of the alternating training. */
export interface Distillation {
  readonly teacher: Teacher;
  readonly student: Student;
  readonly fakeScore: FakeScore;
  readonly loss: LossStrategy;
  /** Draws class labels: `[count]`. Left out if the networks are unconditional. */
  readonly labels?: (random: Random, count: number) => NDArray;
  readonly models: { readonly student: ModelTraining; readonly fakeScore: ModelTraining };
  /** Fake-score updates before each student update. */
  readonly updates: number;
  readonly batch: number;
  /** Number of iterations. */
  readonly steps: number;
}

/** Prefix of the draws of a fake-score update, and name of their random stream. */
const fakeScorePrefix = (update: number) => `fakeScore.${update}`;

/** One iteration: `updates` updates of the fake score on the student's samples, then one update of the student. */
export const distillationStep =
  (distillation: Distillation): StepFunction =>
  (state, draws) => {
    let updated: Params = {};
    let fakeScoreLoss: Tensor | undefined;
    for (let update = 0; update < distillation.updates; update++) {
      const result = fakeScoreUpdate(distillation, { ...state, ...updated }, under(fakeScorePrefix(update), draws));
      updated = { ...updated, ...result.state };
      fakeScoreLoss = result.value;
    }
    const student = studentUpdate(distillation, { ...state, ...updated }, under("student", draws));
    return {
      state: { ...updated, ...student.state },
      outputs: { "loss.fakeScore": fakeScoreLoss!, "loss.student": student.value },
    };
  };

function fakeScoreUpdate(distillation: Distillation, state: Params, draws: Params) {
  const { student, fakeScore, loss, models } = distillation;
  const { trainable, weighting } = models.fakeScore;
  const params = modelParams(student, under("student", state), state);
  const nan = nanSamples(trainable);
  const generated = detach(student.generate(params, draws["z"]!, draws["label"])); // [b, ...]
  const xg = nan.zeroed(generated);
  const { eps, level } = drawnNoise(draws);
  const xt = addNoise(xg, eps, level);
  return descend(trainable, state, draws, (psi) => {
    const scoreAt: FakeScoreBatch["fakeScore"] = (x, at) =>
      fakeScore.epsilon(modelParams(fakeScore, psi, state), x, at, draws["label"]);
    const epsFake = scoreAt(xt, level);
    const batch = { xg, xt, eps, level, epsFake, fakeScore: scoreAt, draws: under("loss", draws) };
    const value = loss.fakeScore?.(batch) ?? squaredNorm(epsFake.sub(eps)); // [b]
    const weighted = weighting.denoiser ? value.mul(weighting.denoiser({ xt, eps, level })) : value;
    return nan.mean(weighted, [generated, epsFake]);
  });
}

function studentUpdate(distillation: Distillation, state: Params, draws: Params) {
  const { teacher, student, fakeScore, loss, models } = distillation;
  const { trainable, weighting } = models.student;
  const nan = nanSamples(trainable);
  const { eps, level } = drawnNoise(draws);
  const label = draws["label"];
  const psi = modelParams(fakeScore, under("fakeScore", state), state);
  const scoreAt: FakeScoreBatch["fakeScore"] = (x, at) => fakeScore.epsilon(psi, x, at, label);
  return descend(trainable, state, draws, (theta) => {
    const xg = nan.blockGradient(student.generate(modelParams(student, theta, state), draws["z"]!, label)); // [b, ...]
    const xt = addNoise(xg, eps, level);
    const batch = {
      xg,
      xt,
      eps,
      level,
      epsTeacher: teacher.epsilon(under("teacher", state), xt, level, label),
      epsFake: scoreAt(xt, level),
      fakeScore: scoreAt,
      draws: under("loss", draws),
    };
    const value = loss.student(batch); // [b]
    const weighted = weighting.student ? value.mul(weighting.student(batch)) : value;
    return nan.mean(weighted, [xg, batch.epsTeacher, batch.epsFake]);
  });
}

/** Draws of iteration number `iteration` = 1, 2, ...: every update has its own latents, noise and levels. */
export function distillationDraws(distillation: Distillation, random: Random, iteration: number): NDArrays {
  const { batch, steps, updates, student, teacher, loss, labels, models } = distillation;
  const noise = { batch, shape: teacher.shape, progress: (iteration - 1) / steps };
  const updateDraws = (model: ModelTraining, stream: Random, position: Omit<UpdatePosition, "batch">): NDArrays => ({
    z: normals(stream.child("z"), batch, student.latentShape),
    ...(labels && { label: labels(stream.child("label"), batch) }),
    ...noiseDraws(model.noise, stream, noise),
    ...(loss.draws && nest("loss", loss.draws(stream.child("loss"), batch))),
    ...trainableDraws(model.trainable, { ...position, batch }),
  });
  const fakeScore = Array.from({ length: updates }, (_, i) => {
    const name = fakeScorePrefix(i);
    const position = { update: (iteration - 1) * updates + i + 1, updates: steps * updates };
    return nest(name, updateDraws(models.fakeScore, random.child(name), position));
  });
  return Object.assign(
    nest("student", updateDraws(models.student, random.child("student"), { update: iteration, updates: steps })),
    ...fakeScore,
  ) as NDArrays;
}
