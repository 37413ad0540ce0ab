import { random } from "@tweedie/core";

/** Random numbers of a check, determined by the seed and the check's name. */
export interface Numbers {
  /** A number in (0, 1). */
  uniform(): number;
  /** An integer from 0 to `bound - 1`. */
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
}

export function numbersOf(seed: number, name: string): Numbers {
  const stream = random(seed, `faults/${name}`);
  const uniform = () => stream.uniform(1)[0]!;
  const below = (bound: number) => Math.min(bound - 1, Math.floor(uniform() * bound));
  return { uniform, below, pick: (items) => items[below(items.length)]! };
}
