/** Names of weights that are stored side by side in memory, in this order, as one vector. */
export type FlatParameter = readonly string[];

/** Names of a weight, or of a flat parameter, in a graph. */
export interface WeightNames {
  /** Name of the input. */
  input(weight: string): string;
  /** Name of the result that is its next value. */
  result(weight: string): string;
}
