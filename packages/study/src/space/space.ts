import type { Dimension, NumericDimension, SearchSpace } from "@tweedie/core";
import { lawOf } from "./law.ts";
import type { Distribution, Parameter } from "./parameter.ts";

/** The space of a sweep as its sampler sees it. */
export const spaceOf = (parameters: readonly Parameter[]): SearchSpace =>
  parameters.map((parameter): Dimension => {
    const { name, when } = parameter;
    if (parameter.kind === "range") return { name, when, kind: "range", ...rangeOf(parameter.distribution) };
    const { values, probabilities = values.map(() => 1) } = parameter;
    const sum = probabilities.reduce((total, each) => total + each, 0);
    return { name, when, kind: "choice", probabilities: probabilities.map((each) => each / sum) };
  });

function rangeOf(distribution: Distribution): Pick<NumericDimension, "quantile" | "shares" | "grid"> {
  const law = lawOf(distribution);
  const step = stepOf(distribution);
  if (step === undefined) {
    return { quantile: law.quantile, shares: (value) => [law.shareBelow(value), law.shareBelow(value)] };
  }
  const [least, most] = boundsOf(distribution, step);
  const round = (value: number) => Math.min(most, Math.max(least, tidy(Math.round(value / step) * step)));
  return {
    quantile: (share) => round(law.quantile(share)),
    shares: (value) => [
      value <= least ? 0 : law.shareBelow(value - step / 2),
      value >= most ? 1 : law.shareBelow(value + step / 2),
    ],
    ...(Number.isFinite(least) &&
      Number.isFinite(most) && {
        grid: { size: Math.round((most - least) / step) + 1, at: (index: number) => tidy(least + index * step) },
      }),
  };
}

/** What the values are multiples of, where they are. */
function stepOf(distribution: Distribution): number | undefined {
  if (distribution.distribution === "int_uniform") return 1;
  return "q" in distribution ? distribution.q : undefined;
}

/** The least and the greatest value that rounding gives. */
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

/** 0.1 + 0.2 as people write it. */
const tidy = (value: number): number => Number(value.toPrecision(14));
