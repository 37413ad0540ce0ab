/** A value at a training step. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

/** Values of one thing over training. */
export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Points that can be drawn. */
export const finite = (points: readonly Point[]): Point[] => points.filter(({ value }) => Number.isFinite(value));

/** The first step whose value is not a number, if there is one. */
export const brokenAt = (points: readonly Point[]): number | undefined =>
  points.find(({ value }) => !Number.isFinite(value))?.step;

/** Most runs of neighbours that a curve is divided into: about as many as a panel has pixels to tell apart. */
const mostRuns = 150;

/**
 * The running median over about a fifteenth of the points, and the running mean of that, at no more than `mostRuns` steps.
 *
 * It lags behind nothing, a spike does not move it, and it looks alike on a linear and on a logarithmic axis.
 */
export function smooth(points: readonly Point[]): Point[] {
  const sparse = runsOf(finite(points)).map((run) => ({
    step: run[Math.floor(run.length / 2)]!.step,
    value: median(run.map(({ value }) => value)),
  }));
  const reach = Math.floor(sparse.length / 30);
  return running(running(sparse, reach, median), reach, mean);
}

/** The lowest and the highest of each run of neighbours, so that no spike is lost. */
export const thin = (points: readonly Point[]): Point[] =>
  runsOf(points).flatMap((run) => {
    const ordered = run.toSorted((a, b) => a.value - b.value);
    return [...new Set([ordered[0]!, ordered.at(-1)!])].sort((a, b) => a.step - b.step);
  });

function runsOf(points: readonly Point[]): Point[][] {
  const count = Math.min(mostRuns, points.length);
  const start = (run: number) => Math.floor((run * points.length) / count);
  return Array.from({ length: count }, (_, run) => points.slice(start(run), start(run + 1)));
}

const running = (points: readonly Point[], reach: number, statistic: (window: number[]) => number): Point[] =>
  points.map(({ step }, i) => {
    const window = points.slice(Math.max(0, i - reach), i + reach + 1);
    return { step, value: statistic(window.map(({ value }) => value)) };
  });

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
