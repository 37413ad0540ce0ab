import { mkdir } from "node:fs/promises";
import { TweedieError } from "@tweedie/core";
import type { Backend } from "@tweedie/graph";
import type { AheadSetting } from "./draws/draw-source.ts";
import type { OnEvent } from "./events.ts";
import type { Experiment } from "./experiment/experiment.ts";
import { lock } from "./run/lock.ts";
import { readStatus, type RunFolder, runFolder, type RunStatus } from "./run/run-folder.ts";

export interface RunOptions {
  readonly experiment: Experiment;
  /** The run folder. One that holds an interrupted run of the same experiment is continued. */
  readonly out: string;
  /** What computes; default: what the experiment says. */
  readonly backend?: Backend | undefined;
  /** Threads of one step; default: all cores. A run that is continued keeps its number, for its bits depend on it. */
  readonly threads?: number | undefined;
  /** Whether draws are made ahead, in a thread of their own; default: where that is measured to pay. The numbers are the same. */
  readonly drawAhead?: AheadSetting | undefined;
  /** The caller sees to it that no other process writes the folder: a lock that was left in it is taken over. */
  readonly owned?: boolean | undefined;
  /** Aborting it ends the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: OnEvent | undefined;
}

/** Runs an experiment, or continues it, and returns the status that it ends with. */
export async function run(options: RunOptions): Promise<RunStatus> {
  const { experiment, out, drawAhead = "measured" } = options;
  const { onEvent = () => undefined, signal = new AbortController().signal } = options;
  const folder = runFolder(out);
  await mkdir(out, { recursive: true });
  const release = await lock(folder.lock, { owned: options.owned });
  try {
    const previous = await readStatus(folder);
    if (previous) refuseOther(folder, experiment, previous);
    const backend = options.backend ?? experiment.settings.backend;
    const threads = previous?.threads ?? options.threads;
    const isOver = previous && !["running", "interrupted", "failed"].includes(previous.status);
    // What trains is loaded now: whoever only checks experiments or lists runs does without.
    const { executeRun: playRun } = await import("./execute-run.ts");
    const start = { experiment, folder, backend, threads, drawAhead, signal, onEvent, previous };
    const end = isOver ? previous : await playRun(start);
    const { status, reason, metrics, floors, seconds } = end;
    onEvent({ event: "done", run: out, status, reason, metrics, floors, seconds });
    return end;
  } finally {
    await release();
  }
}

function refuseOther(folder: RunFolder, experiment: Experiment, previous: RunStatus): void {
  if (previous.configHash === experiment.hash) return;
  throw new TweedieError({
    where: folder.root,
    what: `holds another experiment, or the same with other settings: ${previous.name}, ${previous.status}`,
    fix: `choose another folder with --out; what it ran is in ${folder.config}`,
  });
}
