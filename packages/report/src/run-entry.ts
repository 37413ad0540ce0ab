import { existsSync } from "node:fs";
import type { Json } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import type { RunLog, RunStatus } from "@tweedie/engine";
import { loggedCurvesOf, type LoggedCurve, type Result, resultsOf } from "./results.ts";

/** Data of a run for lists and comparisons. */
export interface RunEntry {
  /** The run folder, as the user named it. */
  readonly run: string;
  readonly status: RunStatus;
  /** Configuration values by path: `loss.use`, `evaluate.metrics[0].samples`. */
  readonly config: ReadonlyMap<string, Json>;
  /** Files that are damaged, one line each. */
  readonly problems: readonly string[];
  /** Metrics. */
  readonly results: readonly Result[];
  /** Other logged values. */
  readonly traces: readonly LoggedCurve[];
}

/** Configuration values of a run by path, and the reason in one line if they cannot be read. */
export interface RunConfig {
  readonly values: ReadonlyMap<string, Json>;
  readonly problem?: string;
}

/** Reads the configuration of a run. It is empty if it cannot be read, so that the rest of the run can still be shown. */
export async function readRunConfig(file: string): Promise<RunConfig> {
  if (!existsSync(file)) return { values: new Map() };
  const [{ compose, leavesOf }, { checkRunConfig }] = await Promise.all([
    import("@tweedie/config"),
    import("@tweedie/engine"),
  ]);
  try {
    await checkRunConfig(file);
    return { values: leavesOf((await compose({ file })).value) };
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    return { values: new Map(), problem: `${error.where}: ${error.what}` };
  }
}

/** The entry of a run from what was read of it. `status` is the live one. */
export function runEntryOf(
  run: string,
  { status, config, log }: { readonly status: RunStatus; readonly config: RunConfig; readonly log: RunLog },
): RunEntry {
  const record = { status, rows: log.rows };
  return {
    run,
    status,
    config: config.values,
    problems: [config.problem, log.problem].filter((problem) => problem !== undefined),
    results: resultsOf(record),
    traces: loggedCurvesOf(record),
  };
}
