import { ndarray, sizeOf, type NDArray, type Random } from "@tweedie/core";

/** Normal numbers of mean zero and standard deviation `std`. */
export const normalWeights = (random: Random, shape: readonly number[], std: number): NDArray =>
  ndarray(
    shape,
    random.normal(sizeOf(shape)).map((value) => value * std),
  );
