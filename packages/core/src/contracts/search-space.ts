/** Restricts a dimension to points at which another one has a certain choice. */
export interface DimensionCondition {
  /** Name of the other dimension. */
  readonly name: string;
  /** Index of its choice, from 0. */
  readonly choice: number;
}

interface NamedDimension {
  readonly name: string;
  readonly when?: DimensionCondition | undefined;
}

/** A parameter with unordered choices. */
export interface CategoricalDimension extends NamedDimension {
  readonly kind: "choice";
  /** Prior probability of each choice: positive, of sum 1. */
  readonly probabilities: readonly number[];
}

/**
 * A numeric parameter, given by its prior distribution.
 *
 * If its values are discrete, each covers an interval of cumulative probabilities; otherwise a single one.
 */
export interface NumericDimension extends NamedDimension {
  readonly kind: "range";
  /** The value at a cumulative probability `p` in (0, 1). */
  quantile(p: number): number;
  /** The inverse of `quantile`: the interval of cumulative probabilities that map to the value, from and to. */
  shares(value: number): readonly [number, number];
  /** All values in order, if there are finitely many. */
  readonly grid?: { readonly size: number; at(index: number): number } | undefined;
}

export type Dimension = CategoricalDimension | NumericDimension;

/** The dimensions of a sweep. A conditional dimension comes after the one it depends on. */
export type SearchSpace = readonly Dimension[];

/** The value of each dimension whose condition is met: the index of a choice, or a number. */
export type SearchPoint = Readonly<Record<string, number>>;
