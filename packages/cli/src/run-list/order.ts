import type { Json } from "@tweedie/config";
import { fieldOf } from "./fields.ts";
import type { RunEntry } from "./run-entry.ts";

/** The way in which a name improves, if it is a metric. */
export const goalOf = (entries: readonly RunEntry[], name: string): "minimize" | "maximize" | undefined =>
  entries.flatMap(({ results }) => results.find((result) => result.name === name)?.goal ?? [])[0];

/**
 * Runs by a field: a metric from the best to the worst, all else upwards. What has no value or no number is last, and under a metric
 * so are the runs that are not completed, for theirs is not a result.
 */
export function sortedBy(entries: readonly RunEntry[], name: string): readonly RunEntry[] {
  const goal = goalOf(entries, name);
  const valueOf = (entry: RunEntry) => fieldOf(entry, name)?.value;
  const rank = (entry: RunEntry): number => {
    const value = valueOf(entry);
    if (value === undefined || (typeof value === "number" && !Number.isFinite(value))) return 2;
    return goal !== undefined && entry.status.status !== "completed" ? 1 : 0;
  };
  const sign = goal === "maximize" ? -1 : 1;
  return entries.toSorted((a, b) => rank(a) - rank(b) || sign * compare(valueOf(a), valueOf(b)));
}

/** The runs that began last, first. */
export const newestFirst = (entries: readonly RunEntry[]): readonly RunEntry[] =>
  entries.toSorted((a, b) => Date.parse(b.status.started) - Date.parse(a.status.started));

function compare(a: Json | undefined, b: Json | undefined): number {
  if (typeof a === "number" && typeof b === "number") return Number.isNaN(a - b) ? 0 : a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}
