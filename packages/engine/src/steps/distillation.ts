import type { Tensor } from "@tensorflow/tfjs";
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
import { noiseDraws, type NoiseLaw, noiseOf, normals } from "./noise-draws.ts";
import { paramsOf } from "./params-of.ts";
import { descend, type Standing, type Trainable, trainableDraws } from "./trainable.ts";

/** One of the two who learn: how its weights move, and on which noise. */
interface ModelTraining {
  readonly trainable: Trainable;
  readonly weighting: Weighting;
  readonly noise: NoiseLaw;
}

/** The game of three networks. */
export interface Distillation {
  readonly teacher: Teacher;
  readonly student: Student;
  readonly fakeScore: FakeScore;
  readonly loss: LossStrategy;
  /** Draws the classes of `count` samples, `[count]`, where the three networks are told them. */
  readonly labels?: (random: Random, count: number) => NDArray;
  readonly models: { readonly student: ModelTraining; readonly fakeScore: ModelTraining };
  /** Fake-score updates before each student update. */
  readonly updates: number;
  readonly batch: number;
  /** Rounds in all. */
  readonly steps: number;
}

const fakeScoreDraws = (update: number) => `fakeScore.${update}`;

/** One round: the fake score learns the student's samples, then the student moves against the teacher's judgement. */
export const distillationStep =
  (game: Distillation): StepFunction =>
  (state, draws) => {
    let updated: Params = {};
    let fakeScoreLoss: Tensor | undefined;
    for (let update = 0; update < game.updates; update++) {
      const result = fakeScoreUpdate(game, { ...state, ...updated }, under(fakeScoreDraws(update), draws));
      updated = { ...updated, ...result.state };
      fakeScoreLoss = result.value;
    }
    const student = studentUpdate(game, { ...state, ...updated }, under("student", draws));
    return {
      state: { ...updated, ...student.state },
      outputs: { "loss.fakeScore": fakeScoreLoss!, "loss.student": student.value },
    };
  };

function fakeScoreUpdate(game: Distillation, state: Params, draws: Params) {
  const { student, fakeScore, loss, models: players } = game;
  const { trainable, weighting } = players.fakeScore;
  const params = paramsOf(student, under("student", state), state);
  const xg = detach(student.generate(params, draws["z"]!, draws["label"])); // [b, ...]
  const { eps, level } = noiseOf(draws);
  const xt = addNoise(xg, eps, level);
  return descend(trainable, state, draws, (psi) => {
    const scoreAt: FakeScoreBatch["fakeScore"] = (x, there) =>
      fakeScore.epsilon(paramsOf(fakeScore, psi, state), x, there, draws["label"]);
    const epsFake = scoreAt(xt, level);
    const batch = { xg, xt, eps, level, epsFake, fakeScore: scoreAt, draws: under("loss", draws) };
    const value = loss.fakeScore?.(batch) ?? squaredNorm(epsFake.sub(eps)); // [b]
    return (weighting.denoiser ? value.mul(weighting.denoiser({ xt, eps, level })) : value).mean();
  });
}

function studentUpdate(game: Distillation, state: Params, draws: Params) {
  const { teacher, student, fakeScore, loss, models: players } = game;
  const { trainable, weighting } = players.student;
  const { eps, level } = noiseOf(draws);
  const label = draws["label"];
  const psi = paramsOf(fakeScore, under("fakeScore", state), state);
  const scoreAt: FakeScoreBatch["fakeScore"] = (x, there) => fakeScore.epsilon(psi, x, there, label);
  return descend(trainable, state, draws, (theta) => {
    const xg = student.generate(paramsOf(student, theta, state), draws["z"]!, label); // [b, ...]
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
    return (weighting.student ? value.mul(weighting.student(batch)) : value).mean();
  });
}

/** The draws of round number `round` = 1, 2, ...: fresh latents, noise and levels for every update. */
export function distillationDraws(game: Distillation, random: Random, round: number): NDArrays {
  const { batch, steps, updates } = game;
  const noise = { batch, shape: game.teacher.shape, progress: (round - 1) / steps };
  const draws = (player: ModelTraining, stream: Random, standing: Omit<Standing, "batch">): NDArrays => ({
    z: normals(stream.child("z"), batch, game.student.latentShape),
    ...(game.labels && { label: game.labels(stream.child("label"), batch) }),
    ...noiseDraws(player.noise, stream, noise),
    ...(game.loss.draws && nest("loss", game.loss.draws(stream.child("loss"), batch))),
    ...trainableDraws(player.trainable, { ...standing, batch }),
  });
  const fakeScore = Array.from({ length: updates }, (_, i) => {
    const name = fakeScoreDraws(i);
    const standing = { update: (round - 1) * updates + i + 1, updates: steps * updates };
    return nest(name, draws(game.models.fakeScore, random.child(name), standing));
  });
  return Object.assign(
    nest("student", draws(game.models.student, random.child("student"), { update: round, updates: steps })),
    ...fakeScore,
  ) as NDArrays;
}
