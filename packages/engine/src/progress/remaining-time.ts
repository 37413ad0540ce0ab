/** Parts of a run that take time, in their order. */
export const parts = [
  "floors",
  "compilePretrain",
  "pretrain",
  "teacher",
  "pairs",
  "compileDistill",
  "evaluation",
  "distill",
  "result",
  "curve",
] as const;
export type Part = (typeof parts)[number];

/** Units of each part: iterations, evaluations, points of the teacher's curve. */
export type Units = Readonly<Partial<Record<Part, number>>>;

/** Seconds of one unit of each part. */
export type Costs = Readonly<Partial<Record<Part, number>>>;

/** For a part that has not been measured, parts that have its cost times a factor, the nearest first. */
export type Guesses = Readonly<Partial<Record<Part, readonly (readonly [Part, number])[]>>>;

/**
 * Guesses from the work of a part. An iteration of the distillation has `iterations` times the work of one of the teacher's training, and
 * the pairs `pairs` times that of the teacher's samples.
 */
export const guessesOf = (ratios: { readonly iterations: number; readonly pairs: number }): Guesses => ({
  teacher: [["floors", 1]],
  pairs: [["teacher", ratios.pairs]],
  compileDistill: [["compilePretrain", 3]],
  evaluation: [
    ["teacher", 0.5],
    ["floors", 0.5],
  ],
  distill: [["pretrain", ratios.iterations]],
  result: [
    ["evaluation", 1.5],
    ["teacher", 1],
    ["floors", 1],
  ],
  curve: [
    ["result", 1],
    ["evaluation", 1.5],
    ["teacher", 1],
    ["floors", 1],
  ],
});

/** Seconds that are left. `isRough` if a part of it is a guess. */
export interface RemainingTime {
  readonly eta: number;
  readonly isRough: boolean;
}

/** Time of what is left. Not a number as long as the cost of a part has neither been measured nor guessed. */
export function remainingTime(left: Units, costs: Costs, guesses: Guesses): RemainingTime {
  let [eta, isRough] = [0, false];
  for (const part of parts) {
    const count = left[part] ?? 0;
    if (count <= 0) continue;
    const measured = costs[part];
    eta += count * (measured ?? guessOf(part, costs, guesses));
    if (measured === undefined) isRough = true;
  }
  return { eta, isRough };
}

function guessOf(part: Part, costs: Costs, guesses: Guesses): number {
  for (const [other, factor] of guesses[part] ?? []) {
    const cost = costs[other];
    if (cost !== undefined) return factor * cost;
  }
  // Without any hint, a compilation and pairs are left out, so that the rest is told.
  return part === "compileDistill" || part === "compilePretrain" || part === "pairs" ? 0 : NaN;
}
