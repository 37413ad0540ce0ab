import { significance } from "@tweedie/core";
import type { Evaluator } from "./evaluator.ts";
import type { MetricValues } from "./metric-values.ts";

/** Multiple of its floor up to which a distance counts as converged. */
const floorTolerance = 2;

/**
 * Returns the reason why a student does not count as trained, or undefined if it does. By the first metric it must beat the
 * Gaussian with the data's moments by more than twice the spread, or come within a factor of 2 or twice the spread of the floor.
 */
export function notConverged(
  { goals, floors, baselines }: Pick<Evaluator, "goals" | "floors" | "baselines">,
  values: MetricValues,
  spreads: MetricValues = {},
): string | undefined {
  const [name] = Object.keys(goals);
  if (name === undefined) return undefined;
  const [value, floor, baseline] = [values[name]!, floors.values[name]!, baselines[name]!];
  const margin = significance * Math.max(finite(spreads[name]), finite(floors.spreads[name]));
  const isConverged =
    goals[name] === "minimize"
      ? value <= Math.max(baseline - margin, floorTolerance * floor, floor + margin)
      : value >= Math.min(baseline + margin, floor / floorTolerance, floor - margin);
  if (isConverged) return undefined;
  return `${name} is ${rounded(value)} ± ${rounded(margin / significance)}, no better than a Gaussian with the data's mean and covariance (${rounded(baseline)})`;
}

const finite = (spread: number | undefined): number => (Number.isFinite(spread) ? spread! : 0);

const rounded = (value: number): number => Number(value.toPrecision(3));
