import { normalQuantile, normalCdf } from "@tweedie/diffusion";
import { betaQuantile, betaShare } from "./beta.ts";
import type { Distribution } from "./parameter.ts";

/** A continuous distribution: its quantile, and the share below a value. */
export interface Law {
  quantile(share: number): number;
  shareBelow(value: number): number;
}

/** The law that a distribution rounds, or is. Where log(1 / X) is uniform, so is log X. */
export function lawOf(distribution: Distribution): Law {
  switch (distribution.distribution) {
    case "int_uniform":
      // Every whole number has the same share.
      return uniform(distribution.min - 0.5, distribution.max + 0.5);
    case "uniform":
    case "q_uniform":
      return uniform(distribution.min, distribution.max);
    case "log_uniform":
    case "q_log_uniform":
      return through(uniform(distribution.min, distribution.max), Math.exp, Math.log);
    case "log_uniform_values":
    case "q_log_uniform_values":
    case "inv_log_uniform_values":
      return through(uniform(Math.log(distribution.min), Math.log(distribution.max)), Math.exp, Math.log);
    case "inv_log_uniform":
      // W&B's: the logarithm of 1 / X is between min and max.
      return through(uniform(-distribution.max, -distribution.min), Math.exp, Math.log);
    case "normal":
    case "q_normal":
      return normal(distribution.mu, distribution.sigma);
    case "log_normal":
    case "q_log_normal":
      return through(normal(distribution.mu, distribution.sigma), Math.exp, Math.log);
    case "beta":
    case "q_beta": {
      const { a, b } = distribution;
      return { quantile: (share) => betaQuantile(share, a, b), shareBelow: (value) => betaShare(value, a, b) };
    }
  }
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

const uniform = (min: number, max: number): Law => ({
  quantile: (share) => min + share * (max - min),
  shareBelow: (value) => (max > min ? clamp((value - min) / (max - min)) : 0.5),
});

const normal = (mu: number, sigma: number): Law => ({
  quantile: (share) => mu + sigma * normalQuantile(share),
  shareBelow: (value) => normalCdf((value - mu) / sigma),
});

/** The law of a growing function, onto the positive numbers, of what has a law. */
const through = (law: Law, to: (x: number) => number, from: (x: number) => number): Law => ({
  quantile: (share) => to(law.quantile(share)),
  shareBelow: (value) => (value <= 0 ? 0 : law.shareBelow(from(value))),
});
