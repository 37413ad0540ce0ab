import { nest, type NDArrays, type TimeLaw } from "@tweedie/core";
import { gaussianDenoiser, gaussianParams, gaussianStudent } from "@tweedie/testing";
import { optimizer } from "../experiment/optimizer-settings.ts";
import type { Distillation } from "../steps/distillation.ts";

interface Law {
  readonly mean: readonly number[];
  readonly std: number;
}

/** A game of Gaussians, in which everybody's best is known: the fake score is right where its law is the student's. */
export function gaussianGame(
  { teacher, student, fakeScore }: { teacher: Law; student: Law; fakeScore: Law },
  { time = { quantile: (u) => u }, ...change }: Partial<Distillation> & { time?: TimeLaw } = {},
): { readonly game: Distillation; readonly state: NDArrays } {
  const shape = [teacher.mean.length];
  const denoiser = gaussianDenoiser(shape);
  const params = ({ mean, std }: Law) => gaussianParams(mean, std);
  const schedule = { amplitudes: (t: number) => ({ alphaBar: 1, betaBar: t }), timeOf: (sigma: number) => sigma };
  const player = (name: string) => ({
    trainable: { name, optimizer: optimizer({ lr: 1e-3, betas: [0, 0.99] }).parse(undefined) },
    weighting: {},
    noise: { time, schedule },
  });
  return {
    game: {
      teacher: { ...denoiser, shape, sigmaData: teacher.std, trained: false, init: () => params(teacher) },
      student: gaussianStudent(shape),
      fakeScore: { ...denoiser, init: () => params(fakeScore) },
      loss: { student: ({ xg }) => xg.square().sum(1) },
      models: { student: player("student"), fakeScore: player("fakeScore") },
      ...{ updates: 1, batch: 500, steps: 100 },
      ...change,
    },
    state: {
      ...nest("teacher", params(teacher)),
      ...nest("student", params(student)),
      ...nest("fakeScore", params(fakeScore)),
    },
  };
}
