import type { Json } from "@tweedie/config";
import type { RunEntry } from "@tweedie/report/run-entry";

/** Functions over runs that the dashboard shares with `tweedie ls` and `tweedie compare`. The command passes them. */
export interface RunTools {
  /** Parses a filter such as `loss.use=sid/l2`. @throws TweedieError if it is none */
  parseFilter(text: string): { readonly name: string; matches(entry: RunEntry): boolean };
  /** Checks that a run has a field of this name. @throws TweedieError with the nearest name */
  checkField(option: string, name: string, entries: readonly RunEntry[]): Promise<void>;
  findField(entry: RunEntry, name: string): { readonly value: Json; readonly measured: boolean } | undefined;
  fieldNames(entry: RunEntry): readonly string[];
  sort(entries: readonly RunEntry[], name: string): readonly RunEntry[];
  newestFirst(entries: readonly RunEntry[]): readonly RunEntry[];
  metricGoal(entries: readonly RunEntry[], name: string): "minimize" | "maximize" | undefined;
  mainMetric(entries: readonly RunEntry[]): string | undefined;
  /** Configuration paths whose values differ, the most telling first. */
  differingPaths(entries: readonly RunEntry[]): readonly string[];
  compare(entries: readonly RunEntry[]): ComparedEntries;
}

/** A comparison of runs. Lists have the order of the runs. */
export interface ComparedEntries {
  readonly config: readonly (readonly [path: string, values: readonly (Json | undefined)[]])[];
  readonly metrics: readonly {
    readonly name: string;
    readonly goal: "minimize" | "maximize" | undefined;
    readonly values: readonly (number | undefined)[];
    readonly floors: readonly (number | undefined)[];
    readonly spreads: readonly (number | undefined)[];
    readonly best: readonly number[];
  }[];
}
