import { mapParams, nest, type NDArray, type NDArrays, type Params, random, under, zeros } from "@tweedie/core";
import { type StepFunction, valueMemory } from "@tweedie/graph";
import type { Components } from "../components.ts";
import type { Phase } from "../run/phase.ts";
import { denoisingDraws, denoisingUpdate } from "../steps/denoising.ts";
import { studentPrefix, studentUpdate } from "../steps/distillation.ts";
import { distillationDraws } from "../steps/distillation-draws.ts";
import { valueAndGradients } from "../steps/gradients.ts";
import type { Update } from "../steps/micro-batches.ts";
import type { Networks } from "./estimate-memory.ts";

/** Size of the recorded batch: a prime, which divides hardly any extent of a network. */
const recorded = 13;

/**
 * Bytes of the values of a phase as a function of the number of samples.
 *
 * In the distillation the student's gradient has the most: it passes through all three networks.
 */
export function activationMemory(
  phase: Phase,
  components: Components,
  networks: Networks,
): (samples: number) => number {
  const { update, draws } = phase === "pretrain" ? pretraining(components) : distillation(components);
  const shapesOf = (arrays: Params<NDArray>) => mapParams(arrays, ({ shape }) => shape);
  const weights = Object.entries(networks).map(([name, arrays]) => nest(name, shapesOf(arrays as Params<NDArray>)));
  const moments = nest("adam.fakeScore.v", shapesOf(networks.fakeScore)); // unrolled updates read them
  const shapes = Object.assign({}, ...weights, moments) as Params<readonly number[]>;
  return valueMemory(gradientOf(update), shapes, shapesOf(draws), recorded);
}

const gradientOf =
  ({ trainable, objective }: Update): StepFunction =>
  (state, draws) => {
    const { value, gradients } = valueAndGradients(objective(state, draws), under(trainable.name, state));
    return { outputs: { value, ...nest("gradient", gradients) } };
  };

/** The teacher's update and draws of a batch. Data are not read: only their shape matters. */
function pretraining({ pretraining, teacher }: Components): { update: Update; draws: NDArrays } {
  const data = { ...pretraining.data, ...placeholders(teacher.shape) };
  const training = { ...pretraining, data, batch: recorded, microBatch: recorded };
  return { update: denoisingUpdate(training), draws: denoisingDraws(training, random(0, "memory"), 1) };
}

/** The student's update and draws of a batch. */
function distillation({ distillation }: Components): { update: Update; draws: NDArrays } {
  const { labels, loss, teacher } = distillation;
  const noLabels = labels && { labels: (_: unknown, count: number) => zeros([count]) };
  const pair = zeros([1, ...teacher.shape]);
  const noPairs = loss.pairs && { pairs: { z: pair, x: pair, ...(labels && { label: zeros([1]) }) } };
  const smaller = { ...distillation, ...noLabels, ...noPairs, batch: recorded, microBatch: recorded, updates: 1 };
  const draws = under(studentPrefix, distillationDraws(smaller, random(0, "memory"), 1));
  return { update: studentUpdate(smaller), draws };
}

function placeholders(shape: readonly number[]) {
  const sample = (_: unknown, count: number) => zeros([count, ...shape]);
  const labelled = (random: unknown, count: number) => ({ samples: sample(random, count), labels: zeros([count]) });
  return { sample, labelled: { classes: 1, sample: labelled, heldOut: labelled } };
}
