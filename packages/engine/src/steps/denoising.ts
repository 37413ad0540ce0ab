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
import { type NoiseLaw, noiseDraws, noiseOf } from "./noise-draws.ts";
import { descend, type Trainable, trainableDraws } from "./trainable.ts";

/** Training of a denoiser on data. */
export interface DenoiserTraining {
  readonly trainable: Trainable;
  readonly denoiser: Teacher;
  readonly weighting: Weighting;
  readonly noise: NoiseLaw;
  readonly data: Dataset;
  readonly batch: number;
  readonly steps: number;
}

/** One step of denoising score matching, `min E w |ε(xt) - ε|²`. Vincent (2011); Ho et al., arXiv 2006.11239, eq. 14. */
export const denoisingStep =
  ({ trainable, denoiser, weighting }: DenoiserTraining): StepFunction =>
  (state, draws) => {
    const { eps, level } = noiseOf(draws);
    const xt = addNoise(draws["x0"]!, eps, level);
    const own = under("denoiser", draws);
    const objective = (weights: Params) => {
      const prediction = denoiser.epsilon({ ...weights, ...own }, xt, level, draws["label"]);
      const loss = squaredNorm(prediction.sub(eps)); // [b]
      return (weighting.denoiser ? loss.mul(weighting.denoiser({ xt, eps, level })) : loss).mean();
    };
    const { value, state: updated } = descend(trainable, state, draws, objective);
    return { state: updated, outputs: { loss: value } };
  };

/** The draws of step number `step` = 1, 2, .... */
export const denoisingDraws = (game: DenoiserTraining, random: Random, step: number): NDArrays => ({
  ...dataDraws(game, random.child("data")),
  ...noiseDraws(game.noise, random, { batch: game.batch, shape: game.data.shape, progress: (step - 1) / game.steps }),
  ...(game.denoiser.draws && nest("denoiser", game.denoiser.draws(random.child("denoiser"), game.batch))),
  ...trainableDraws(game.trainable, { update: step, updates: game.steps, batch: game.batch }),
});

function dataDraws({ data, denoiser, batch }: DenoiserTraining, random: Random): NDArrays {
  if (denoiser.classes === undefined) return { x0: data.sample(random, batch) };
  const { samples, labels } = data.labelled!.sample(random, batch);
  return { x0: samples, label: labels };
}
