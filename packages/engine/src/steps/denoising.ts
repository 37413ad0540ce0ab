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
import type { AugmentSettings } from "../augmentation/augment-settings.ts";
import { augmentationDraws, augmentationParams, augmented } from "../augmentation/augmentation.ts";
import { dropLabels } from "../guidance/drop-labels.ts";
import { nanSamples } from "./nan-samples.ts";
import { type NoiseDistribution, noiseDraws, drawnNoise } from "./noise-draws.ts";
import { type BatchSizes, splitUpdate, type Update } from "./micro-batches.ts";
import { recomputedUpdate } from "./recomputed-update.ts";
import { oneGraph, type StepProgram } from "./step-program.ts";
import { descend, type Objective, type TrainableWeights, trainableDraws } from "./trainable-weights.ts";

/** Training of a denoiser on data by denoising score matching. */
export interface DenoiserTraining extends BatchSizes {
  readonly trainable: TrainableWeights;
  readonly denoiser: Teacher;
  readonly weighting: Weighting;
  readonly noise: NoiseDistribution;
  readonly data: Dataset;
  /** Augmentation of the data. Default: none. */
  readonly augment?: AugmentSettings | undefined;
  /** Fraction of the samples whose class is withheld. Default: 0. */
  readonly labelDropout?: number | undefined;
  /** True if the blocks of the network are evaluated again in the backward pass. */
  readonly recompute: boolean;
  readonly steps: number;
}

/** One step of denoising score matching: minimises `E w |eps(xt) - eps|²`. Vincent (2011); Ho et al., arXiv 2006.11239, eq. 14. */
const denoisingStep =
  (training: DenoiserTraining): StepFunction =>
  (state, draws) => {
    const { trainable, objective } = denoisingUpdate(training);
    const { value, state: updated } = descend(trainable, state, draws, objective(state, draws));
    return { state: updated, outputs: { [lossName]: value } };
  };

/** The step as a program: one graph, or one that computes the gradient of a micro-batch and one for the optimiser. */
export const denoisingProgram = (training: DenoiserTraining): StepProgram =>
  training.batch === training.microBatch
    ? oneGraph(denoisingStep(training))
    : splitUpdate(denoisingUpdate(training), training, [""]);

/** The update of the denoiser. */
export const denoisingUpdate = (training: DenoiserTraining): Update =>
  recomputedUpdate(
    { trainable: training.trainable, output: lossName, objective: (_, draws) => objectiveOf(training, draws) },
    training.recompute,
  );

const lossName = "loss";

function objectiveOf({ trainable, denoiser, weighting, augment }: DenoiserTraining, draws: Params): Objective {
  const { eps, level } = drawnNoise(draws);
  const transformation = under("augment", draws);
  const x0 = augment ? augmented(draws["x0"]!, transformation) : draws["x0"]!;
  const xt = addNoise(x0, eps, level);
  const denoiserDraws = {
    ...under("denoiser", draws),
    ...(augment && augmentationParams(denoiser, augment, transformation)),
  };
  return (weights) => {
    const prediction = denoiser.epsilon({ ...weights, ...denoiserDraws }, xt, level, draws["label"]);
    const loss = squaredNorm(prediction.sub(eps)); // [b]
    const weighted = weighting.denoiser ? loss.mul(weighting.denoiser({ xt, eps, level })) : loss;
    return nanSamples(trainable).mean(weighted, [prediction]);
  };
}

/** Draws of step number `step` = 1, 2, ...: data, their augmentation, noise levels, the denoiser's own, and the optimiser's scalars. */
export function denoisingDraws(training: DenoiserTraining, random: Random, step: number): NDArrays {
  const { augment, batch, data, denoiser, steps } = training;
  const samples = { batch, shape: data.shape };
  return {
    ...dataDraws(training, random.child("data")),
    ...(augment && nest("augment", augmentationDraws(augment, random.child("augment"), samples))),
    ...noiseDraws(training.noise, random, { ...samples, progress: (step - 1) / steps }),
    ...(denoiser.draws && nest("denoiser", denoiser.draws(random.child("denoiser"), batch))),
    ...trainableDraws(training.trainable, { update: step, updates: steps, batch }),
  };
}

function dataDraws({ data, denoiser, batch, labelDropout: rate }: DenoiserTraining, random: Random): NDArrays {
  const { classes } = denoiser;
  if (classes === undefined) return { x0: data.sample(random, batch) };
  const { samples, labels } = data.labelled!.sample(random, batch);
  return { x0: samples, label: rate ? dropLabels(labels, { classes, rate }, random) : labels };
}
