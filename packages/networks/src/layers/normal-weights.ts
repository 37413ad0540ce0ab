import { ndarray, sizeOf, type NDArray, type Random } from "@tweedie/core";

/** Normal weights of zero mean and standard deviation `std`. */
export const normalWeights = (random: Random, shape: readonly number[], std: number): NDArray =>
  ndarray(
    shape,
    random.normal(sizeOf(shape)).map((value) => value * std),
  );
