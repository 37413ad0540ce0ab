import {
  type Dataset,
  nest,
  type NDArrays,
  type Params,
  type Random,
  type Teacher,
  under,
  type Weighting,
} from "@tweedie/core";
import { addNoise, squaredNorm } from "@tweedie/diffusion";
import type { StepFunction } from "@tweedie/graph";
import { nanSamples } from "./nan-samples.ts";
import { type NoiseDistribution, noiseDraws, drawnNoise } from "./noise-draws.ts";
import { descend, type TrainableWeights, trainableDraws } from "./trainable-weights.ts";

/** Training of a denoiser on data by denoising score matching. */
export interface DenoiserTraining {
  readonly trainable: TrainableWeights;
  readonly denoiser: Teacher;
  readonly weighting: Weighting;
  readonly noise: NoiseDistribution;
  readonly data: Dataset;
  readonly batch: number;
  readonly steps: number;
}

/** One step of denoising score matching: minimises `E w |eps(xt) - eps|²`. Vincent (2011); Ho et al., arXiv 2006.11239, eq. 14. */
export const denoisingStep =
  ({ trainable, denoiser, weighting }: DenoiserTraining): StepFunction =>
  (state, draws) => {
    const { eps, level } = drawnNoise(draws);
    const xt = addNoise(draws["x0"]!, eps, level);
    const denoiserDraws = under("denoiser", draws);
    const objective = (weights: Params) => {
      const prediction = denoiser.epsilon({ ...weights, ...denoiserDraws }, xt, level, draws["label"]);
      const loss = squaredNorm(prediction.sub(eps)); // [b]
      const weighted = weighting.denoiser ? loss.mul(weighting.denoiser({ xt, eps, level })) : loss;
      return nanSamples(trainable).mean(weighted, [prediction]);
    };
    const { value, state: updated } = descend(trainable, state, draws, objective);
    return { state: updated, outputs: { loss: value } };
  };

/** Draws of step number `step` = 1, 2, ...: data, noise levels, the denoiser's own, and the optimiser's scalars. */
export const denoisingDraws = (training: DenoiserTraining, random: Random, step: number): NDArrays => ({
  ...dataDraws(training, random.child("data")),
  ...noiseDraws(training.noise, random, {
    batch: training.batch,
    shape: training.data.shape,
    progress: (step - 1) / training.steps,
  }),
  ...(training.denoiser.draws && nest("denoiser", training.denoiser.draws(random.child("denoiser"), training.batch))),
  ...trainableDraws(training.trainable, { update: step, updates: training.steps, batch: training.batch }),
});

function dataDraws({ data, denoiser, batch }: DenoiserTraining, random: Random): NDArrays {
  if (denoiser.classes === undefined) return { x0: data.sample(random, batch) };
  const { samples, labels } = data.labelled!.sample(random, batch);
  return { x0: samples, label: labels };
}
