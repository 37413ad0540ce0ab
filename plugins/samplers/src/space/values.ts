import type { Dimension } from "@tweedie/core";

/** The values of a dimension that has finitely many, in order. */
export interface FiniteValues {
  readonly size: number;
  at(index: number): number;
}

/** All values of a dimension: the indices of its choices, or its discrete numbers; undefined for a continuous range. */
export function finiteValues(dimension: Dimension): FiniteValues | undefined {
  if (dimension.kind === "range") return dimension.grid;
  return { size: dimension.probabilities.length, at: (index) => index };
}

/** Value of a dimension at a cumulative probability of its prior distribution. */
export const valueAt = (dimension: Dimension, probability: number): number =>
  dimension.kind === "choice" ? indexAt(dimension.probabilities, probability) : dimension.quantile(probability);

/** Index drawn from probabilities of sum 1, at a cumulative probability. */
export function indexAt(probabilities: readonly number[], probability: number): number {
  let cumulative = 0;
  const index = probabilities.findIndex((each) => probability < (cumulative += each));
  return index < 0 ? probabilities.length - 1 : index;
}
