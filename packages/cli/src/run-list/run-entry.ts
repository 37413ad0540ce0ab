import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import type { RunStatus } from "@tweedie/engine";
import type { Result, LoggedCurve } from "@tweedie/report/results";

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

/** Default folder of runs. */
export const runsFolder = "runs";

/**
 * Reads a run as it is now.
 *
 * @throws TweedieError if the folder is not a run.
 */
export async function readRunEntry(run: string): Promise<RunEntry> {
  const [{ liveStatus, readRunLog, readStatus, runFolder }, { resultsOf, loggedCurvesOf }] = await Promise.all([
    import("@tweedie/engine"),
    import("@tweedie/report/results"),
  ]);
  const folder = runFolder(run);
  const read = await readStatus(folder);
  if (!read) throw notARun(run, "`tweedie ls` lists the runs");
  const log = await readRunLog(folder, read);
  const status = await liveStatus(folder, read, log);
  const record = { status, rows: log.rows };
  const config = await readConfig(folder.config);
  return {
    run,
    status,
    config: config.values,
    problems: [config.problem, log.problem].filter((problem) => problem !== undefined),
    results: resultsOf(record),
    traces: loggedCurvesOf(record),
  };
}

const notARun = (where: string, fix: string) => new TweedieError({ where, what: "is not a run folder", fix });

/** Reads a configuration. It is empty if it cannot be read, so that the rest of the run can still be shown. */
async function readConfig(file: string): Promise<{ values: ReadonlyMap<string, Json>; problem?: string }> {
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

/**
 * Finds the folder of a run that the user named: the folder itself, or a name below `runs`.
 *
 * @throws TweedieError with the nearest name.
 */
export async function findRun(name: string): Promise<string> {
  const { findRuns, readStatus, runFolder } = await import("@tweedie/engine");
  for (const folder of [name, join(runsFolder, name)]) if (await readStatus(runFolder(folder))) return folder;
  const { nearest } = await import("@tweedie/config");
  const suggestion = nearest(name, await findRuns(runsFolder).catch(() => []));
  throw notARun(name, suggestion === undefined ? "`tweedie ls` lists the runs" : `did you mean \`${suggestion}\`?`);
}
