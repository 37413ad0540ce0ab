import type { Tensor } from "@tensorflow/tfjs-core";
import { mapParams, nest, type NDArray, type NDArrays, type Params, scalar, under } from "@tweedie/core";
import {
  adamMoments,
  adamScalars,
  adamUpdate,
  clipByGlobalNorm,
  clipByValue,
  emaDecay,
  learningRateFactor,
  updateEma,
  zeroNonFinite,
} from "@tweedie/networks";
import type { EmaSettings, OptimizerSettings } from "../experiment/optimizer-settings.ts";
import { averagePrefix } from "../weights/weight-names.ts";
import { valueAndGradients } from "./gradients.ts";

/** Weights of one network in training: their names in the state and how they are updated. */
export interface TrainableWeights {
  /** Prefix of the weights in the state, such as `student`. Moments have the prefix `adam.student`, averages `ema.student`. */
  readonly name: string;
  readonly optimizer: OptimizerSettings;
  /** Names of weights that are not trained and do not decay. Default: none. */
  readonly fixed?: readonly string[] | undefined;
  /** Exponential moving average of the weights. Default: none. */
  readonly ema?: EmaSettings;
  /** Number of the first update that changes them. Those before leave weights and moments as they are. Default: 1. */
  readonly start?: number | undefined;
  /** Further averages, which are only evaluated. Default: none. */
  readonly averages?: readonly EmaSettings[];
}

/** Calls a function for each further average, and merges the results. */
const ofAverages = <T>(
  { averages = [] }: Pick<TrainableWeights, "averages">,
  entries: (average: EmaSettings, index: number) => Readonly<Record<string, T>>,
): Readonly<Record<string, T>> => Object.assign({}, ...averages.map(entries)) as Readonly<Record<string, T>>;

/** True if a non-finite loss ends the run. */
export const failsIfNonFinite = ({ optimizer }: TrainableWeights): boolean => optimizer.nonFinite === "fail";

/** State before the first step: weights, zero moments, and the averages if there are any. */
export const trainableState = (trainable: TrainableWeights, weights: Params<NDArray>): NDArrays => {
  const { name, optimizer, ema } = trainable;
  return {
    ...nest(name, weights),
    ...nest(`adam.${name}`, adamMoments(weights, adamBetas(optimizer))),
    ...(ema && nest(`ema.${name}`, weights)),
    ...ofAverages(trainable, (_, i) => nest(averagePrefix(name, i), weights)),
  };
};

/** Position in the training: update number `update` = 1, ..., `updates`, with batches of `batch` samples. */
export interface UpdatePosition {
  readonly update: number;
  readonly updates: number;
  readonly batch: number;
}

/** Prefix of the numbers of an update that the host computes. */
export const optimizerDraws = "optimizer";

/** Numbers of an update that the host computes: Adam's scalars, the decays of the weights and of the averages. */
export const trainableDraws = (trainable: TrainableWeights, { update, updates, batch }: UpdatePosition): NDArrays => {
  const { optimizer, ema, start } = trainable;
  const before = (start ?? 1) - 1;
  const [own, changes] = [Math.max(1, update - before), update > before];
  const factor = learningRateFactor(optimizer.schedule, own, updates - before);
  const learningRate = changes ? optimizer.lr * factor : 0;
  const { eps, weightDecay } = optimizer;
  const decayOf = (average: EmaSettings) => scalar(emaDecay(average, (update - 1) * batch, batch));
  return nest(optimizerDraws, {
    ...adamScalars(own, { ...adamBetas(optimizer), learningRate, epsilon: eps }),
    ...(weightDecay && { weightDecay: scalar(learningRate * weightDecay) }),
    ...(ema && { decay: decayOf(ema) }),
    ...ofAverages(trainable, (average, i) => ({ [`decay.${i}`]: decayOf(average) })),
    ...(start !== undefined && { changes: scalar(changes ? 1 : 0) }),
  });
};

/** A scalar function of weights that training minimises. */
export type Objective = (weights: Params) => Tensor;

/** One optimiser step on an objective. Returns its value and the part of the state that changed. */
export function descend(
  trainable: TrainableWeights,
  state: Params,
  draws: Params,
  objective: Objective,
): { readonly value: Tensor; readonly state: Params } {
  const { value, gradients } = valueAndGradients(objective, under(trainable.name, state));
  return { value, state: updateWeights(trainable, state, draws, gradients) };
}

/** The optimiser's update of weights, moments and averages by a gradient. */
export function updateWeights(trainable: TrainableWeights, state: Params, draws: Params, gradients: Params): Params {
  const { name, optimizer, fixed, ema } = trainable;
  const scalars = under(optimizerDraws, draws);
  const { stepSize, epsilon, weightDecay, decay, changes } = scalars;
  const averaged = (prefix: string, by: Tensor) => nest(prefix, updateEma(under(prefix, state), next.weights, by));
  const limited = limitGradients(gradients, optimizer);
  const next = adamUpdate({
    weights: under(name, state),
    gradients: changes ? mapParams(limited, (gradient) => gradient.mul(changes)) : limited,
    moments: under(`adam.${name}`, state),
    scalars: { stepSize: stepSize!, epsilon: epsilon!, weightDecay },
    fixed,
    ...adamBetas(optimizer),
  });
  return {
    ...nest(name, next.weights),
    ...nest(`adam.${name}`, next.moments),
    ...(ema && averaged(`ema.${name}`, decay!)),
    ...ofAverages(trainable, (_, i) => averaged(averagePrefix(name, i), scalars[`decay.${i}`]!)),
  };
}

const adamBetas = ({ betas: [beta1, beta2] }: OptimizerSettings) => ({ beta1, beta2 });

/** Replaces non-finite gradients and clips, as the options say. An option that is off adds no op to the step. */
function limitGradients(gradients: Params, { nonFinite, clip }: OptimizerSettings): Params {
  const finite = nonFinite === "zero" ? zeroNonFinite(gradients) : gradients;
  const bounded = clip?.value === undefined ? finite : clipByValue(finite, clip.value);
  return clip?.norm === undefined ? bounded : clipByGlobalNorm(bounded, clip.norm);
}
