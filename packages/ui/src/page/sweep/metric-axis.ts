import { formatNumber } from "../parts/format.ts";

/** The axis of a sweep's metric, best on top. */
export interface MetricAxis {
  /** Place of a value from 0 to 1. */
  position(value: number): number;
  /** Rank of a value, from 0 (worst) to 1 (best). */
  rank(value: number): number;
  readonly ticks: readonly { readonly label: string; readonly position: number }[];
}

const tickCount = 5;

/** Creates the axis for some values, logarithmic if they are positive and span more than a factor of 10. */
export function metricAxis(values: readonly number[], goal: "minimize" | "maximize"): MetricAxis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLog = low > 0 && high / low > 10;
  const [scale, unscale] = isLog ? [Math.log, Math.exp] : [Number, Number];
  const span = scale(high) - scale(low);
  const along = (value: number) => (span > 0 ? (scale(value) - scale(low)) / span : 0.5);
  const position = (value: number) => (goal === "minimize" ? 1 - along(value) : along(value));
  const sorted = [...values].sort((a, b) => (goal === "minimize" ? b - a : a - b));
  const ticks =
    span > 0 ? Array.from({ length: tickCount }, (_, i) => unscale(scale(low) + (i / (tickCount - 1)) * span)) : [low];
  return {
    position,
    rank: (value) => sorted.indexOf(value) / Math.max(1, sorted.length - 1),
    ticks: ticks.map((value) => ({ label: formatNumber(value), position: position(value) })),
  };
}
