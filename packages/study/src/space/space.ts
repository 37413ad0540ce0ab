import type { Dimension, NumericDimension, SearchSpace } from "@tweedie/core";
import { continuousDistribution } from "./continuous-distribution.ts";
import type { Distribution, Parameter } from "./parameter.ts";

/** The search space of a sweep, as samplers see it. */
export const spaceOf = (parameters: readonly Parameter[]): SearchSpace =>
  parameters.map((parameter): Dimension => {
    const { name, when } = parameter;
    if (parameter.kind === "range") return { name, when, kind: "range", ...rangeOf(parameter.distribution) };
    const { values, probabilities = values.map(() => 1) } = parameter;
    const sum = probabilities.reduce((total, probability) => total + probability, 0);
    return { name, when, kind: "choice", probabilities: probabilities.map((probability) => probability / sum) };
  });

function rangeOf(distribution: Distribution): Pick<NumericDimension, "quantile" | "shares" | "grid"> {
  const { quantile, cdf } = continuousDistribution(distribution);
  const step = stepOf(distribution);
  if (step === undefined) return { quantile, shares: (value) => [cdf(value), cdf(value)] };
  const [least, most] = boundsOf(distribution, step);
  const round = (value: number) => Math.min(most, Math.max(least, tidy(Math.round(value / step) * step)));
  return {
    quantile: (probability) => round(quantile(probability)),
    shares: (value) => [value <= least ? 0 : cdf(value - step / 2), value >= most ? 1 : cdf(value + step / 2)],
    ...(Number.isFinite(least) &&
      Number.isFinite(most) && {
        grid: { size: Math.round((most - least) / step) + 1, at: (index: number) => tidy(least + index * step) },
      }),
  };
}

/** The values are multiples of this step; undefined for a continuous distribution. */
function stepOf(distribution: Distribution): number | undefined {
  if (distribution.distribution === "int_uniform") return 1;
  return "q" in distribution ? distribution.q : undefined;
}

/** Least and greatest value after rounding. */
function boundsOf(distribution: Distribution, step: number): readonly [number, number] {
  const nearest = (value: number) => tidy(Math.round(value / step) * step);
  switch (distribution.distribution) {
    case "q_log_uniform":
      return [nearest(Math.exp(distribution.min)), nearest(Math.exp(distribution.max))];
    case "q_normal":
      return [-Infinity, Infinity];
    case "q_log_normal":
      return [0, Infinity];
    case "q_beta":
      return [0, nearest(1)];
    default:
      return "min" in distribution ? [nearest(distribution.min), nearest(distribution.max)] : [-Infinity, Infinity];
  }
}

/** Rounds to 14 digits: 0.1 + 0.2 becomes 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(14));
