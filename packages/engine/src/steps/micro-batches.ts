import { mapParams, type NDArray, type NDArrays, nest, type Params, rows, scalar, under, zeros } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { valueAndGradients } from "./gradients.ts";
import type { StepProgram } from "./step-program.ts";
import { type Objective, optimizerDraws, type TrainableWeights, updateWeights } from "./trainable-weights.ts";

/** Number of samples of an update, and of those whose gradient is computed at once. */
export interface BatchSizes {
  readonly batch: number;
  /** A divisor of `batch`. Peak memory is that of a micro-batch. */
  readonly microBatch: number;
}

/** An update of one network: its weights and their objective, a mean over samples. */
export interface Update {
  readonly trainable: TrainableWeights;
  /** Name of the objective's value among the outputs. */
  readonly output: string;
  objective(state: Params, draws: Params): Objective;
}

const prefix = "accumulator";

/**
 * Name of the accumulator of a weight's gradient.
 *
 * Updates follow each other, so networks whose weights have the same names and shapes share accumulators.
 */
const accumulatorOf = (weight: string, shape: readonly number[]): string => `${prefix}.${weight}:${shape.join("x")}`;
const valueAccumulator = `${prefix}.value`;

/**
 * Accumulators of updates in micro-batches, given the weights of the networks.
 *
 * They are zero before and after each training step, and therefore no part of a checkpoint.
 */
export function accumulators(networks: readonly Params<NDArray>[], { batch, microBatch }: BatchSizes): NDArrays {
  if (batch === microBatch) return {};
  const entries = networks.flatMap((weights) =>
    Object.entries(weights).map(([name, { shape }]) => [accumulatorOf(name, shape), zeros(shape)] as const),
  );
  return { [valueAccumulator]: scalar(0), ...Object.fromEntries(entries) };
}

/** True for the name of an accumulator in the state. */
export const isAccumulator = (name: string): boolean => name.startsWith(`${prefix}.`);

/**
 * Splits an update into graphs: the gradient of one micro-batch, which is added to accumulators, and the optimiser's update.
 *
 * @param prefixes Prefixes of the draws of each update that the training step makes.
 */
export function splitUpdate(update: Update, sizes: BatchSizes, prefixes: readonly string[]): StepProgram {
  const [gradient, optimizer] = [`${update.trainable.name}.gradient`, `${update.trainable.name}.optimizer`];
  const microBatches = Array.from({ length: sizes.batch / sizes.microBatch }, (_, index) => index);
  const drawsUnder = (name: string, all: NDArrays) => (name === "" ? all : under(name, all));
  return {
    graphs: {
      [gradient]: (state, draws) => ({ state: addGradient(update, sizes, state, draws), outputs: {} }),
      [optimizer]: (state, draws) => applyGradient(update, state, draws),
    },
    runs: prefixes.flatMap((name) => [
      ...microBatches.map((index) => ({
        graph: gradient,
        draws: (all: NDArrays) => sliceDraws(drawsUnder(name, all), sizes, index),
      })),
      {
        graph: optimizer,
        draws: (all: NDArrays) => nest(optimizerDraws, under(optimizerDraws, drawsUnder(name, all))),
      },
    ]),
  };
}

/** Draws of micro-batch number `index`. Arrays whose first extent is the batch have a row for each sample; all samples share the others. */
export const sliceDraws = (draws: NDArrays, { batch, microBatch }: BatchSizes, index: number): NDArrays =>
  mapParams(draws, (array) =>
    array.shape[0] === batch ? rows(array, index * microBatch, (index + 1) * microBatch) : array,
  );

/** Adds value and gradient of a micro-batch, each divided by the number of micro-batches, to the accumulators. */
function addGradient(
  { trainable, objective }: Update,
  { batch, microBatch }: BatchSizes,
  state: Params,
  draws: Params,
): Params {
  const weights = under(trainable.name, state);
  const mean = objective(state, draws);
  const { value, gradients } = valueAndGradients((current) => mean(current).mul(microBatch / batch), weights);
  const sums = Object.entries(gradients).map(([name, gradient]) => {
    const accumulator = accumulatorOf(name, gradient.shape);
    return [accumulator, state[accumulator]!.add(gradient)] as const;
  });
  return { ...Object.fromEntries(sums), [valueAccumulator]: state[valueAccumulator]!.add(value) };
}

/** Updates the weights by the accumulated gradient, and clears the accumulators. */
function applyGradient({ trainable, output }: Update, state: Params, draws: Params) {
  const weights = under(trainable.name, state);
  const sumOf = (weight: Tensor, name: string) => state[accumulatorOf(name, weight.shape)]!;
  const value = state[valueAccumulator]!;
  const cleared = Object.entries(weights).map(([name, weight]) => {
    return [accumulatorOf(name, weight.shape), weight.zerosLike()] as const;
  });
  return {
    state: {
      ...updateWeights(trainable, state, draws, mapParams(weights, sumOf)),
      ...Object.fromEntries(cleared),
      [valueAccumulator]: value.zerosLike(),
    },
    outputs: { [output]: value },
  };
}
