import { nest, type NDArrays, type TimeLaw } from "@tweedie/core";
import { gaussianDenoiser, gaussianParams, gaussianStudent } from "@tweedie/testing";
import { optimizer } from "../experiment/optimizer-settings.ts";
import type { Distillation } from "../steps/distillation.ts";

/** An isotropic Gaussian. */
interface Gaussian {
  readonly mean: readonly number[];
  readonly std: number;
}

interface Gaussians {
  readonly teacher: Gaussian;
  readonly student: Gaussian;
  /** Distribution that the fake score denoises. The fake score is optimal if it is the student's. */
  readonly fakeScore: Gaussian;
}

/** A distillation in closed form: the data, the student's samples and the fake score's belief are Gaussians. */
export function gaussianDistillation(
  { teacher, student, fakeScore }: Gaussians,
  { time = { quantile: (u) => u }, batch = 500, ...change }: Partial<Distillation> & { time?: TimeLaw } = {},
): { readonly distillation: Distillation; readonly state: NDArrays } {
  const shape = [teacher.mean.length];
  const denoiser = gaussianDenoiser(shape);
  const params = ({ mean, std }: Gaussian) => gaussianParams(mean, std);
  const schedule = { amplitudes: (t: number) => ({ alphaBar: 1, betaBar: t }), timeOf: (sigma: number) => sigma };
  const training = (name: string) => ({
    trainable: { name, optimizer: optimizer({ lr: 1e-3, betas: [0, 0.99] }).parse(undefined) },
    weighting: {},
    noise: { time, schedule },
  });
  return {
    distillation: {
      teacher: { ...denoiser, shape, sigmaData: teacher.std, weights: "closed-form", init: () => params(teacher) },
      student: gaussianStudent(shape),
      fakeScore: { ...denoiser, init: () => params(fakeScore) },
      loss: { student: ({ xg }) => xg.square().sum(1) },
      models: { student: training("student"), fakeScore: training("fakeScore") },
      ...{ updates: 1, batch, microBatch: batch, recompute: false, steps: 100 },
      ...change,
    },
    state: {
      ...nest("teacher", params(teacher)),
      ...nest("student", params(student)),
      ...nest("fakeScore", params(fakeScore)),
    },
  };
}
