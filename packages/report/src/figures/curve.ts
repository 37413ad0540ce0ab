/** A value at a training step. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** Values of one quantity during training. */
export interface Curve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

/** Points with finite values. */
export const finitePoints = (points: readonly CurvePoint[]): CurvePoint[] =>
  points.filter(({ value }) => Number.isFinite(value));

/** First step whose value is NaN or infinite. */
export const firstNonFiniteStep = (points: readonly CurvePoint[]): number | undefined =>
  points.find(({ value }) => !Number.isFinite(value))?.step;

/** Maximum number of bins of a curve, about the number of distinguishable steps in a figure. */
const maxBins = 150;

/**
 * Running median over about 1/15 of the points, then running mean of that, at no more than `maxBins` steps.
 *
 * It has no lag, ignores spikes, and looks the same on linear and logarithmic axes.
 */
export function smooth(points: readonly CurvePoint[]): CurvePoint[] {
  const sparse = binsOf(finitePoints(points)).map((bin) => ({
    step: bin[Math.floor(bin.length / 2)]!.step,
    value: median(bin.map(({ value }) => value)),
  }));
  const reach = Math.floor(sparse.length / 30);
  return running(running(sparse, reach, median), reach, mean);
}

/** Minimum and maximum of each bin, so that no spike is lost. */
export const thin = (points: readonly CurvePoint[]): CurvePoint[] =>
  binsOf(points).flatMap((bin) => {
    const ordered = bin.toSorted((a, b) => a.value - b.value);
    return [...new Set([ordered[0]!, ordered.at(-1)!])].sort((a, b) => a.step - b.step);
  });

/** Consecutive points in at most `maxBins` bins of about equal size. */
function binsOf(points: readonly CurvePoint[]): CurvePoint[][] {
  const count = Math.min(maxBins, points.length);
  const start = (bin: number) => Math.floor((bin * points.length) / count);
  return Array.from({ length: count }, (_, bin) => points.slice(start(bin), start(bin + 1)));
}

const running = (points: readonly CurvePoint[], reach: number, statistic: (window: number[]) => number): CurvePoint[] =>
  points.map(({ step }, i) => {
    const window = points.slice(Math.max(0, i - reach), i + reach + 1);
    return { step, value: statistic(window.map(({ value }) => value)) };
  });

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
