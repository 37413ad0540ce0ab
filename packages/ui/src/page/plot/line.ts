/** A line of a plot. */
export interface Line {
  readonly name: string;
  /** CSS colour. */
  readonly color: string;
  readonly dash?: readonly number[] | undefined;
  /** Width in pixels; 1.75 by default. */
  readonly width?: number | undefined;
  /** From 0 to 1. */
  readonly opacity?: number | undefined;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

/** A constant value in a plot, such as a metric of the teacher. */
export interface Reference {
  readonly name: string;
  readonly value: number;
  /** CSS colour. */
  readonly color: string;
}
