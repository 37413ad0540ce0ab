import { type NDArray, type Params, sizeOf } from "@tweedie/core";
import { countingRandom } from "@tweedie/networks";
import type { Components } from "../components.ts";
import type { Phase } from "../run/phase.ts";
import type { BatchSizes } from "../steps/micro-batches.ts";
import { isOneGraph } from "../steps/one-graph.ts";
import type { TrainableWeights } from "../steps/trainable-weights.ts";

/** Estimated memory of a phase. */
export interface PhaseMemory extends BatchSizes {
  readonly phase: Phase;
  /** Bytes at peak with micro-batches of `samples`. */
  bytes(samples: number): number;
}

/** Weights of the three networks, as far as their shapes are needed. */
export interface Networks {
  readonly teacher: Params<NDArray>;
  readonly student: Params<NDArray>;
  readonly fakeScore: Params<NDArray>;
}

/** Node and the libraries. */
const processBytes = 2 ** 28;
const bytesPerNumber = Float32Array.BYTES_PER_ELEMENT;
/** Values that a step keeps for each output of a layer: those of three networks, with activations, norms and gradients. */
const valuesPerOutput = 12;

/**
 * Estimates the memory of each phase. Undefined if a rough upper bound is below `from` bytes.
 *
 * Only beyond that bound are steps recorded, because TensorFlow.js has to be loaded for it.
 */
export async function estimateMemory(
  components: Components,
  from: number,
): Promise<readonly PhaseMemory[] | undefined> {
  const networks = networksOf(components);
  const phases = phasesOf(components, networks);
  const bound = upperBound(components, networks);
  if (Math.max(...phases.map(({ constant, microBatch }) => constant + bound * microBatch)) < from) return undefined;
  const { activationMemory } = await import("./activation-memory.ts");
  return phases.map(({ phase, constant, batch, microBatch }) => {
    const activations = activationMemory(phase, components, networks);
    return { phase, batch, microBatch, bytes: (samples) => constant + activations(samples) };
  });
}

function networksOf({ distillation: { teacher, student, fakeScore } }: Components): Networks {
  const random = countingRandom();
  const weights = teacher.init(random);
  return { teacher: weights, student: student.init(random, weights), fakeScore: fakeScore.init(random, weights) };
}

/** The phases with the bytes of weights and optimisers. */
function phasesOf({ teacher, pretraining, distillation }: Components, networks: Networks) {
  const { models } = distillation;
  const accumulators = (weights: Params<NDArray>, { batch, microBatch }: BatchSizes) =>
    microBatch < batch ? numbersOf(weights) : 0;
  const pretrained = trainedNumbers(pretraining.trainable, networks.teacher);
  const updates = [
    trainedNumbers(models.fakeScore.trainable, networks.fakeScore),
    trainedNumbers(models.student.trainable, networks.student),
  ];
  const trained = sum(updates);
  /** The state, and the copies of updated values and accumulators that ONNX Runtime makes at the end of a run. */
  const state = (numbers: number, accumulated: number, copied: number) => numbers + 2 * accumulated + copied;
  const distilled = state(
    2 * numbersOf(networks.teacher) + trained,
    accumulators(networks.student, distillation),
    isOneGraph(distillation, trained) ? trained : Math.max(...updates),
  );
  const sizes = (phase: Phase, numbers: number, { batch, microBatch }: BatchSizes) => {
    return { phase, constant: processBytes + bytesPerNumber * numbers, batch, microBatch };
  };
  return [
    ...(teacher.weights === "trained"
      ? [sizes("pretrain", state(pretrained, accumulators(networks.teacher, pretraining), pretrained), pretraining)]
      : []),
    sizes("distill", distilled, distillation),
  ];
}

/** Numbers of a trained network: weights, moments and the average. */
function trainedNumbers({ optimizer, ema }: TrainableWeights, weights: Params<NDArray>): number {
  const moments = optimizer.betas[0] > 0 ? 2 : 1;
  return (1 + moments + (ema ? 1 : 0)) * numbersOf(weights);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const numbersOf = (weights: Params<NDArray>): number =>
  Object.values(weights).reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** Upper bound of the bytes of a sample's activations, as if each layer had the resolution of the data. */
function upperBound({ teacher }: Components, networks: Networks): number {
  const positions = sizeOf(teacher.shape.slice(0, -1));
  const outputs = Math.max(...Object.values(networks).map(outputsOf)); // a teacher in closed form has no weights
  return bytesPerNumber * valuesPerOutput * positions * outputs;
}

/** Outputs of all layers of a network. */
const outputsOf = (weights: Params<NDArray>): number =>
  Object.values(weights).reduce((sum, { shape }) => sum + (shape.length > 1 ? shape.at(-1)! : 0), 0);
