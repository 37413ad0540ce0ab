import type { Observation, SearchPoint } from "@tweedie/core";

/** Good points and all others, each in order of time. */
export interface ObservationSplit {
  readonly good: readonly SearchPoint[];
  readonly rest: readonly SearchPoint[];
}

/**
 * Splits off the best tenth of the finished configurations, at most 25. Running configurations count as not good ("constant liar"), so
 * that concurrent suggestions do not repeat them.
 */
export function splitObservations(history: readonly Observation[]): ObservationSplit {
  const finished = history.filter(({ status }) => status !== "running");
  const best = [...finished].sort(byQuality).slice(0, Math.min(25, Math.ceil(0.1 * finished.length)));
  const isGood = new Set(best);
  return {
    good: history.filter((each) => isGood.has(each)).map(({ point }) => point),
    rest: history.filter((each) => !isGood.has(each)).map(({ point }) => point),
  };
}

const ranks = { complete: 0, pruned: 1, diverged: 2, running: 3 } as const;

/** Orders complete trials before pruned ones, pruned ones by decreasing resource, then by value; diverged trials are last. */
function byQuality(a: Observation, b: Observation): number {
  if (a.status !== b.status) return ranks[a.status] - ranks[b.status];
  if (a.resource !== b.resource) return (b.resource ?? 0) - (a.resource ?? 0);
  return (a.value ?? 0) === (b.value ?? 0) ? 0 : (a.value ?? 0) - (b.value ?? 0);
}
