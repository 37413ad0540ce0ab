import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { Json } from "@tweedie/config";
import type { RunStatus } from "@tweedie/engine";
import type { Result, Trace } from "@tweedie/report/results";

/** A run as it is listed and compared. */
export interface RunEntry {
  /** Its folder, as it was named. */
  readonly run: string;
  readonly status: RunStatus;
  /** What it was told, value by value: `loss.use`, `evaluate.metrics[0].samples`. */
  readonly config: ReadonlyMap<string, Json>;
  readonly results: readonly Result[];
  /** What else was logged. */
  readonly traces: readonly Trace[];
}

/** Where runs lie if nothing else is said. */
export const runsFolder = "runs";

/** Reads a run. One that says it is running, and whose process is gone, was interrupted. */
export async function readEntry(run: string): Promise<RunEntry> {
  const [{ holderOf, readMetrics, readStatus, runFolder }, { resultsOf, tracesOf }] = await Promise.all([
    import("@tweedie/engine"),
    import("@tweedie/report/results"),
  ]);
  const folder = runFolder(run);
  const read = await readStatus(folder);
  if (!read) throw new TweedieError({ where: run, what: "holds no run", fix: "`tweedie ls` lists runs" });
  const isGone = read.status === "running" && !(await holderOf(folder.lock));
  const status: RunStatus = isGone ? { ...read, status: "interrupted", reason: "its process is gone" } : read;
  const record = { status, rows: await readMetrics(folder.metrics) };
  return { run, status, config: await readConfig(folder.config), results: resultsOf(record), traces: tracesOf(record) };
}

/** A configuration that cannot be read says nothing: the rest of the run is worth showing. */
async function readConfig(file: string): Promise<ReadonlyMap<string, Json>> {
  const { compose, leavesOf } = await import("@tweedie/config");
  try {
    return leavesOf((await compose({ file })).value);
  } catch (error) {
    if (error instanceof TweedieError) return new Map();
    throw error;
  }
}

/** The folder of a run that a person names: the folder itself, or a name below `runs`. */
export async function findRun(word: string): Promise<string> {
  const { findRuns, readStatus, runFolder } = await import("@tweedie/engine");
  for (const folder of [word, join(runsFolder, word)]) if (await readStatus(runFolder(folder))) return folder;
  const { nearest } = await import("@tweedie/config");
  const meant = nearest(word, await findRuns(runsFolder).catch(() => []));
  const fix = meant === undefined ? "`tweedie ls` lists runs" : `did you mean \`${meant}\`?`;
  throw new TweedieError({ where: word, what: "holds no run", fix });
}
