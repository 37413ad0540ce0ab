import {
  type CategoricalDimension,
  type NumericDimension,
  type Observation,
  random,
  type Sampler,
  type SearchPoint,
  type SearchSpace,
} from "@tweedie/core";

/** A uniform distribution between two numbers. */
export const uniformRange = (
  name: string,
  min: number,
  max: number,
  when?: NumericDimension["when"],
): NumericDimension => ({
  name,
  kind: "range",
  when,
  quantile: (probability) => min + probability * (max - min),
  shares: (value) => [(value - min) / (max - min), (value - min) / (max - min)],
});

/** A uniform distribution over the integers from `min` to `max`. */
export const integerRange = (name: string, min: number, max: number): NumericDimension => {
  const size = max - min + 1;
  return {
    name,
    kind: "range",
    quantile: (probability) => min + Math.min(size - 1, Math.floor(probability * size)),
    shares: (value) => [(value - min) / size, (value - min + 1) / size],
    grid: { size, at: (index) => min + index },
  };
};

/** Equally probable choices. */
export const uniformChoice = (
  name: string,
  size: number,
  when?: CategoricalDimension["when"],
): CategoricalDimension => ({
  name,
  kind: "choice",
  when,
  probabilities: Array.from({ length: size }, () => 1 / size),
});

/** Evaluates `budget` suggestions of a sampler, one after another. */
export function search(
  sampler: Sampler,
  space: SearchSpace,
  { budget, seed, value }: { budget: number; seed: number; value: (point: SearchPoint) => number },
): readonly (Observation & { readonly value: number })[] {
  const history: (Observation & { readonly value: number })[] = [];
  for (let index = 0; index < budget; index++) {
    const streams = { random: random(seed, "sampler", index), sweep: random(seed, "sweep") };
    const point = sampler.suggest({ space, index, ...streams, history: () => history });
    history.push({ point, status: "complete", value: value(point) });
  }
  return history;
}
