import type { Observation, Point } from "@tweedie/core";

/** Points that are good and all others, each in order of time. */
export interface Split {
  readonly good: readonly Point[];
  readonly rest: readonly Point[];
}

/**
 * The best tenth, at most 25. What is running counts as not good, so that others are not sent to the same place: the constant liar.
 */
export function split(history: readonly Observation[]): Split {
  const ended = history.filter(({ status }) => status !== "running");
  const best = [...ended].sort(byMerit).slice(0, Math.min(25, Math.ceil(0.1 * ended.length)));
  const isGood = new Set(best);
  return {
    good: history.filter((each) => isGood.has(each)).map(({ point }) => point),
    rest: history.filter((each) => !isGood.has(each)).map(({ point }) => point),
  };
}

const ranks = { complete: 0, pruned: 1, diverged: 2, running: 3 } as const;

/** What is complete before what was pruned; of that, what came further; what diverged last. */
function byMerit(a: Observation, b: Observation): number {
  if (a.status !== b.status) return ranks[a.status] - ranks[b.status];
  if (a.resource !== b.resource) return (b.resource ?? 0) - (a.resource ?? 0);
  return (a.value ?? 0) === (b.value ?? 0) ? 0 : (a.value ?? 0) - (b.value ?? 0);
}
