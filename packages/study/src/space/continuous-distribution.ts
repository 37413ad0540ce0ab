import { normalQuantile, normalCdf } from "@tweedie/diffusion";
import { betaCdf, betaQuantile } from "./beta.ts";
import type { Distribution } from "./parameter.ts";

/** A continuous distribution on the real line. */
export interface ContinuousDistribution {
  quantile(probability: number): number;
  /** Cumulative distribution function. */
  cdf(value: number): number;
}

/** The continuous distribution of a parameter before rounding to multiples of `q`. */
export function continuousDistribution(distribution: Distribution): ContinuousDistribution {
  switch (distribution.distribution) {
    case "int_uniform":
      // Half a unit more at each end gives every integer the same probability.
      return uniformBetween(distribution.min - 0.5, distribution.max + 0.5);
    case "uniform":
    case "q_uniform":
      return uniformBetween(distribution.min, distribution.max);
    case "log_uniform":
    case "q_log_uniform":
      return exponentialOf(uniformBetween(distribution.min, distribution.max));
    case "log_uniform_values":
    case "q_log_uniform_values":
    case "inv_log_uniform_values":
      // If log(1 / X) is uniform, so is log X.
      return exponentialOf(uniformBetween(Math.log(distribution.min), Math.log(distribution.max)));
    case "inv_log_uniform":
      // As W&B defines it: log(1 / X) is uniform between min and max.
      return exponentialOf(uniformBetween(-distribution.max, -distribution.min));
    case "normal":
    case "q_normal":
      return normalWith(distribution.mu, distribution.sigma);
    case "log_normal":
    case "q_log_normal":
      return exponentialOf(normalWith(distribution.mu, distribution.sigma));
    case "beta":
    case "q_beta": {
      const { a, b } = distribution;
      return { quantile: (probability) => betaQuantile(probability, a, b), cdf: (value) => betaCdf(value, a, b) };
    }
  }
}

const clamp = (probability: number): number => Math.min(1, Math.max(0, probability));

const uniformBetween = (min: number, max: number): ContinuousDistribution => ({
  quantile: (probability) => min + probability * (max - min),
  cdf: (value) => (max > min ? clamp((value - min) / (max - min)) : 0.5),
});

const normalWith = (mu: number, sigma: number): ContinuousDistribution => ({
  quantile: (probability) => mu + sigma * normalQuantile(probability),
  cdf: (value) => normalCdf((value - mu) / sigma),
});

/** Distribution of exp(X), where X has the given distribution. */
const exponentialOf = ({ quantile, cdf }: ContinuousDistribution): ContinuousDistribution => ({
  quantile: (probability) => Math.exp(quantile(probability)),
  cdf: (value) => (value <= 0 ? 0 : cdf(Math.log(value))),
});
