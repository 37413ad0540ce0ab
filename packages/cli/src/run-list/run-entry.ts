import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { RunEntry } from "@tweedie/report/run-entry";

export type { RunEntry };

/** Default folder of runs. */
export const runsFolder = "runs";

/**
 * Reads a run as it is now.
 *
 * @throws TweedieError if the folder is not a run.
 */
export async function readRunEntry(run: string): Promise<RunEntry> {
  const [{ liveStatus, readRunLog, readStatus, runFolder }, { readRunConfig, runEntryOf }] = await Promise.all([
    import("@tweedie/engine"),
    import("@tweedie/report/run-entry"),
  ]);
  const folder = runFolder(run);
  const read = await readStatus(folder);
  if (!read) throw notARun(run, "`tweedie ls` lists the runs");
  const log = await readRunLog(folder, read);
  const status = await liveStatus(folder, read, log);
  return runEntryOf(run, { status, log, config: await readRunConfig(folder.config) });
}

const notARun = (where: string, fix: string) => new TweedieError({ where, what: "is not a run folder", fix });

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
