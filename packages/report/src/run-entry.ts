import { existsSync } from "node:fs";
import type { Json } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import type { FurtherEvaluation, RunFolder, RunLog, RunStatus } from "@tweedie/engine";
import { furtherResultsOf } from "./further-results.ts";
import { loggedCurvesOf, type LoggedCurve, type Result, resultsOf } from "./results.ts";

export { evaluationGroups } from "./further-results.ts";

/** Data of a run for lists and comparisons. */
export interface RunEntry {
  /** The run folder, as the user named it. */
  readonly run: string;
  readonly status: RunStatus;
  /** Configuration values by path: `loss.use`, `evaluate.metrics[0].samples`. */
  readonly config: ReadonlyMap<string, Json>;
  /** Files that are damaged, one line each. */
  readonly problems: readonly string[];
  /** Metrics: those of the run, then those of further evaluations that it did not have. */
  readonly results: readonly Result[];
  /** Evaluations of its checkpoints that `tweedie evaluate` has added. */
  readonly evaluations: readonly FurtherEvaluation[];
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

/** Further evaluations of a run, and the reason in one line if they cannot be read. */
export interface ReadEvaluations {
  readonly evaluations: readonly FurtherEvaluation[];
  readonly problem?: string;
}

/** Reads the further evaluations of a run. There are none if they cannot be read. */
export async function readFurtherEvaluations(folder: RunFolder): Promise<ReadEvaluations> {
  const { readEvaluations } = await import("@tweedie/engine");
  try {
    return { evaluations: await readEvaluations(folder) };
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    return { evaluations: [], problem: `${error.where}: ${error.what}` };
  }
}

/** Facts that were read of a run. */
export interface ReadRun {
  /** The live one. */
  readonly status: RunStatus;
  readonly config: RunConfig;
  readonly log: RunLog;
  /** Default: none. */
  readonly further?: ReadEvaluations;
}

/** The entry of a run from what was read of it. */
export function runEntryOf(run: string, { status, config, log, further = { evaluations: [] } }: ReadRun): RunEntry {
  const record = { status, rows: log.rows };
  const results = resultsOf(record);
  return {
    run,
    status,
    config: config.values,
    problems: [config.problem, log.problem, further.problem].filter((problem) => problem !== undefined),
    results: [...results, ...furtherResultsOf(further.evaluations, results)],
    evaluations: further.evaluations,
    traces: loggedCurvesOf(record),
  };
}

/** Reads a run as it is now; undefined if the folder is not a run. */
export async function readRun(run: string): Promise<RunEntry | undefined> {
  const { liveStatus, readRunLog, readStatus, runFolder } = await import("@tweedie/engine");
  const folder = runFolder(run);
  const recorded = await readStatus(folder);
  if (!recorded) return undefined;
  const log = await readRunLog(folder, recorded);
  const status = await liveStatus(folder, recorded, log);
  const [config, further] = [await readRunConfig(folder.config), await readFurtherEvaluations(folder)];
  return runEntryOf(run, { status, log, config, further });
}
