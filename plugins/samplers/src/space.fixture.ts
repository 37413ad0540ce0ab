import { type Observation, type Point, random, type Range, type Sampler, type Space } from "@tweedie/core";

/** A uniform number between two others. */
export const uniform = (name: string, min: number, max: number, when?: Range["when"]): Range => ({
  name,
  kind: "range",
  when,
  quantile: (share) => min + share * (max - min),
  shares: (value) => [(value - min) / (max - min), (value - min) / (max - min)],
});

/** A whole number from `min` to `max`. */
export const whole = (name: string, min: number, max: number): Range => {
  const size = max - min + 1;
  return {
    name,
    kind: "range",
    quantile: (share) => min + Math.min(size - 1, Math.floor(share * size)),
    shares: (value) => [(value - min) / size, (value - min + 1) / size],
    grid: { size, at: (index) => min + index },
  };
};

export const choice = (name: string, size: number, when?: Range["when"]) =>
  ({ name, kind: "choice", when, probabilities: Array.from({ length: size }, () => 1 / size) }) as const;

/** The configurations that a sampler suggests one after the other, each tried before the next. */
export function search(
  sampler: Sampler,
  space: Space,
  { budget, seed, value }: { budget: number; seed: number; value: (point: Point) => number },
): readonly (Observation & { readonly value: number })[] {
  const history: (Observation & { readonly value: number })[] = [];
  for (let index = 0; index < budget; index++) {
    const streams = { random: random(seed, "sampler", index), sweep: random(seed, "sweep") };
    const point = sampler.suggest({ space, index, ...streams, history: () => history });
    history.push({ point, status: "complete", value: value(point) });
  }
  return history;
}
