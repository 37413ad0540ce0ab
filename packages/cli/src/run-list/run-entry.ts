import { existsSync } from "node:fs";
import { join } from "node:path";
import { shellPath, TweedieError } from "@tweedie/core";
import { sweepFolder } from "../sweep/find-sweep.ts";
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
  const { readRun } = await import("@tweedie/report/run-entry");
  const entry = await readRun(run);
  if (!entry) throw notARun(run, "`tweedie ls` lists the runs");
  return entry;
}

const notARun = (where: string, fix: string) => new TweedieError({ where, what: "is not a run folder", fix });

/** Folder of a run that the user named: the folder itself, or a name below `runs`. Undefined if there is none. */
export async function existingRun(name: string): Promise<string | undefined> {
  const { readStatus, runFolder } = await import("@tweedie/engine");
  for (const folder of [name, join(runsFolder, name)])
    if (existsSync(folder) && (await readStatus(runFolder(folder)))) return folder;
  return undefined;
}

/**
 * Finds the folder of a run that the user named: the folder itself, a name below `runs`, or a trial of a sweep, as `SWEEP/best`.
 *
 * @throws TweedieError with the nearest name.
 */
export async function findRun(name: string): Promise<string> {
  const run = await existingRun(name);
  if (run !== undefined) return run;
  const { findTrialRun } = await import("../sweep/trial-run.ts");
  const trial = await findTrialRun(name);
  if (trial !== undefined) return trial;
  const sweep = sweepFolder(name);
  if (sweep !== undefined) throw notARun(name, `the best run of this sweep is ${shellPath(join(sweep, "best"))}`);
  if (/\.ya?ml$/.test(name) && existsSync(name))
    throw notARun(name, `\`tweedie run ${shellPath(name)}\` runs this experiment`);
  const { findRuns } = await import("@tweedie/engine");
  const { nearest } = await import("@tweedie/config");
  const suggestion = nearest(name, await findRuns(runsFolder).catch(() => []));
  throw notARun(name, suggestion === undefined ? "`tweedie ls` lists the runs" : `did you mean \`${suggestion}\`?`);
}
