import type { Tensor } from "@tensorflow/tfjs";
import { nest, type NDArray, type NDArrays, type Params, scalar, under } from "@tweedie/core";
import {
  adamMoments,
  adamScalars,
  adamUpdate,
  clipByGlobalNorm,
  clipByValue,
  ema as emaUpdate,
  emaDecay,
  learningRateShare,
  zeroNonFinite,
} from "@tweedie/networks";
import type { EmaSettings, OptimizerSettings } from "../experiment/optimizer-settings.ts";
import { valueAndGradients } from "./gradients.ts";

/** A network in training: how its weights, moments and averages stand in the state, and how they move. */
export interface Trainable {
  /** The prefix of its weights: `student`. Moments stand under `adam.student`, averages under `ema.student`. */
  readonly name: string;
  readonly optimizer: OptimizerSettings;
  /** Left out: no average is kept. */
  readonly ema?: EmaSettings;
}

/** Where the weights stand that are judged and kept in the end: the averaged ones, if there are any. */
export const finalWeights = ({ name, ema }: Trainable): string => (ema ? `ema.${name}` : name);

/** Whether a loss that is not finite ends the run. */
export const failsIfNotFinite = ({ optimizer }: Trainable): boolean => optimizer.nonFinite === "fail";

/** The state before the first step. */
export const trainableState = ({ name, optimizer, ema }: Trainable, weights: Params<NDArray>): NDArrays => ({
  ...nest(name, weights),
  ...nest(`adam.${name}`, adamMoments(weights, adamBetas(optimizer))),
  ...(ema && nest(`ema.${name}`, weights)),
});

/** Where a training stands: update number `update` = 1, ..., `updates`, over batches of `batch` samples. */
export interface Standing {
  readonly update: number;
  readonly updates: number;
  readonly batch: number;
}

/** What an update needs from the host. */
export const trainableDraws = ({ optimizer, ema }: Trainable, { update, updates, batch }: Standing): NDArrays => {
  const { stepSize, epsilon } = adamScalars(update, {
    ...adamBetas(optimizer),
    learningRate: optimizer.lr * learningRateShare(optimizer.schedule, update, updates),
    epsilon: optimizer.eps,
  });
  return { stepSize, epsilon, ...(ema && { decay: scalar(emaDecay(ema, (update - 1) * batch, batch)) }) };
};

/** One descent step on a scalar objective: its value, and the part of the state that changed. */
export function descend(
  { name, optimizer, ema }: Trainable,
  state: Params,
  draws: Params,
  objective: (weights: Params) => Tensor,
): { readonly value: Tensor; readonly state: Params } {
  const weights = under(name, state);
  const { value, gradients } = valueAndGradients(objective, weights);
  const next = adamUpdate({
    weights,
    gradients: limited(gradients, optimizer),
    moments: under(`adam.${name}`, state),
    scalars: { stepSize: draws["stepSize"]!, epsilon: draws["epsilon"]! },
    ...adamBetas(optimizer),
  });
  return {
    value,
    state: {
      ...nest(name, next.weights),
      ...nest(`adam.${name}`, next.moments),
      ...(ema && nest(`ema.${name}`, emaUpdate(under(`ema.${name}`, state), next.weights, draws["decay"]!))),
    },
  };
}

const adamBetas = ({ betas: [beta1, beta2] }: OptimizerSettings) => ({ beta1, beta2 });

/** Gradients as Adam gets them. An option that is off adds nothing to the step. */
function limited(gradients: Params, { nonFinite, clip }: OptimizerSettings): Params {
  const finite = nonFinite === "zero" ? zeroNonFinite(gradients) : gradients;
  const bounded = clip?.value === undefined ? finite : clipByValue(finite, clip.value);
  return clip?.norm === undefined ? bounded : clipByGlobalNorm(bounded, clip.norm);
}
