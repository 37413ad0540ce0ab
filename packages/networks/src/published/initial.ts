import { ndarray, sizeOf, zeros, type NDArray, type Random } from "@tweedie/core";
import { normalWeights } from "../layers/normal-weights.ts";

/** Numbers of inputs and outputs of one element of a weight's matrix. */
export interface Fans {
  readonly inputs: number;
  readonly outputs: number;
}

/** Initial values of a weight. */
export type Initial = (random: Random, shape: readonly number[], fans: Fans) => NDArray;

/** Uniform on `[-bound, bound]`. */
const uniform = (random: Random, shape: readonly number[], bound: number): NDArray =>
  ndarray(
    shape,
    random.uniform(sizeOf(shape)).map((value) => (2 * value - 1) * bound),
  );

/** Uniform with variance `2 gain² / (inputs + outputs)`. Glorot and Bengio, AISTATS 2010, equation 16; DDPM++ and NCSN++ use it. */
export const glorot =
  (gain = 1): Initial =>
  (random, shape, { inputs, outputs }) =>
    uniform(random, shape, gain * Math.sqrt(6 / (inputs + outputs)));

/** Uniform with variance `1 / (3 inputs)`: PyTorch's default for weights and biases, with which ADM and diffusers begin. */
export const fanIn: Initial = (random, shape, { inputs }) => uniform(random, shape, 1 / Math.sqrt(inputs));

/** Normal with standard deviation `std`. */
export const normalOf =
  (std: number): Initial =>
  (random, shape) =>
    normalWeights(random, shape, std);

/** Zeros. */
export const zero: Initial = (_, shape) => zeros(shape);
