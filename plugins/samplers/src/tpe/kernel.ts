import type { CategoricalDimension, NumericDimension } from "@tweedie/core";
import { normalCdf, normalQuantile } from "@tweedie/diffusion";
import { indexAt } from "../space/values.ts";

/** Distribution of one dimension around one observation. */
export interface ParzenKernel {
  /** Value at a uniform number in (0, 1). */
  draw(u: number): number;
  /** Log density at a value, relative to the prior distribution; of a discrete value, log probability. */
  logDensity(value: number): number;
}

/** Kernel of a categorical dimension: the prior probabilities times `prior`, plus 1 for the observed choice, normalised. */
export function choiceKernel(
  { probabilities }: CategoricalDimension,
  choice: number | undefined,
  prior: number,
): ParzenKernel {
  const raw = probabilities.map((each, index) => prior * each * probabilities.length + (index === choice ? 1 : 0));
  const sum = raw.reduce((total, each) => total + each, 0);
  const posterior = raw.map((each) => each / sum);
  return {
    draw: (u) => indexAt(posterior, u),
    logDensity: (value) => Math.log(posterior[value]!),
  };
}

/** Kernel of a numeric dimension: a normal distribution of the prior's cumulative probability, truncated to (0, 1). */
export function rangeKernel(range: NumericDimension, centre: number, width: number): ParzenKernel {
  const from = normalCdf(-centre / width);
  const mass = normalCdf((1 - centre) / width) - from;
  return {
    draw: (u) => {
      const at = centre + width * normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, from + u * mass)));
      return range.quantile(Math.min(1 - 1e-12, Math.max(1e-12, at)));
    },
    logDensity: (value) => {
      const [low, high] = range.shares(value);
      const [a, b] = [(low - centre) / width, (high - centre) / width];
      if (high > low) return Math.log(Math.max(1e-300, (normalCdf(b) - normalCdf(a)) / mass));
      return -0.5 * a * a - Math.log(width * mass * Math.sqrt(2 * Math.PI));
    },
  };
}
