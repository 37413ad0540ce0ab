import type { Json } from "@tweedie/config";
import { findField } from "./fields.ts";
import type { RunEntry } from "./run-entry.ts";

/** Returns the goal of a metric; undefined if the name is not a metric of these runs. */
export const metricGoal = (entries: readonly RunEntry[], name: string): "minimize" | "maximize" | undefined =>
  entries.flatMap(({ results }) => results.find((result) => result.name === name)?.goal ?? [])[0];

/** The metric that is the main one of most runs. The main metric of a run is the first in its experiment. */
export function mainMetric(entries: readonly RunEntry[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of entries.flatMap(({ results }) => results[0]?.name ?? []))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/**
 * Sorts runs by a field: by a metric from best to worst, by any other field ascending. Runs without a value, or with NaN, are last.
 * By a metric, runs that are not completed come before those and after the others, because their values are not final.
 */
export function sortRuns(entries: readonly RunEntry[], name: string): readonly RunEntry[] {
  const goal = metricGoal(entries, name);
  const valueOf = (entry: RunEntry) => findField(entry, name)?.value;
  const group = (entry: RunEntry): number => {
    const value = valueOf(entry);
    if (value === undefined || (typeof value === "number" && !Number.isFinite(value))) return 2;
    return goal !== undefined && entry.status.status !== "completed" ? 1 : 0;
  };
  const sign = goal === "maximize" ? -1 : 1;
  return entries.toSorted((a, b) => group(a) - group(b) || sign * compare(valueOf(a), valueOf(b)));
}

/** Sorts runs by their start, the latest first. */
export const newestFirst = (entries: readonly RunEntry[]): readonly RunEntry[] =>
  entries.toSorted((a, b) => Date.parse(b.status.started) - Date.parse(a.status.started));

function compare(a: Json | undefined, b: Json | undefined): number {
  if (typeof a === "number" && typeof b === "number") return Number.isNaN(a - b) ? 0 : a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}
