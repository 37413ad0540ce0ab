import type { Choice, Range } from "@tweedie/core";
import { normalQuantile, normalShare } from "@tweedie/diffusion";
import { indexAt } from "../space/draw-point.ts";

/** A law of one dimension around one observation. */
export interface Kernel {
  /** The value at a uniform number. */
  draw(share: number): number;
  /** Logarithm of the density at a value, in shares of the dimension's own law; of a value with steps, of its mass. */
  logDensity(value: number): number;
}

/** A choice that was made is likelier than the others, the more so the more observations there are. */
export function choiceKernel({ probabilities }: Choice, choice: number | undefined, prior: number): Kernel {
  const raw = probabilities.map((each, index) => prior * each * probabilities.length + (index === choice ? 1 : 0));
  const sum = raw.reduce((total, each) => total + each, 0);
  const shares = raw.map((each) => each / sum);
  return {
    draw: (share) => indexAt(shares, share),
    logDensity: (value) => Math.log(shares[value]!),
  };
}

/** A normal law in shares, cut to (0, 1). */
export function rangeKernel(range: Range, centre: number, width: number): Kernel {
  const from = normalShare(-centre / width);
  const mass = normalShare((1 - centre) / width) - from;
  return {
    draw: (share) => {
      const at = centre + width * normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, from + share * mass)));
      return range.quantile(Math.min(1 - 1e-12, Math.max(1e-12, at)));
    },
    logDensity: (value) => {
      const [low, high] = range.shares(value);
      const [a, b] = [(low - centre) / width, (high - centre) / width];
      if (high > low) return Math.log(Math.max(1e-300, (normalShare(b) - normalShare(a)) / mass));
      return -0.5 * a * a - Math.log(width * mass * Math.sqrt(2 * Math.PI));
    },
  };
}
