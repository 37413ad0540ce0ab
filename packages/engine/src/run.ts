import { createFolder } from "@tweedie/core/files";
import type { Backend } from "@tweedie/graph";
import type { DrawAheadSetting } from "./draws/draw-source.ts";
import { beginExtension } from "./extend/begin-extension.ts";
import type { Extension } from "./extend/extension.ts";
import type { Experiment } from "./experiment/experiment.ts";
import {
  checkCheckpoints,
  checkSameExperiment,
  checkSameFiles,
  formerRunNotice,
  identityOf,
} from "./identity/run-identity.ts";
import { readStatus, type RunFolder, runFolder, type RunStatus } from "./run/run-folder.ts";
import { lockRunFolder } from "./run/run-lock.ts";
import type { OnEvent } from "./train/events.ts";

export interface RunOptions {
  readonly experiment: Experiment;
  /** Extension of the run in the folder, to the experiment. A run whose extension has begun is continued without it. */
  readonly extension?: Extension | undefined;
  /** The run folder. An interrupted run of the same experiment in it is continued. */
  readonly out: string;
  /** Backend that computes. Default: the experiment's. */
  readonly backend?: Backend | undefined;
  /** Device of a backend that has several: `cuda:1`. Default: the first. */
  readonly device?: string | undefined;
  /** Threads of one step. Default: all cores. A continued run keeps its number, because its bits depend on it. */
  readonly threads?: number | undefined;
  /** Controls whether draws are made ahead in another thread. Default: "measured". The numbers are the same. */
  readonly drawAhead?: DrawAheadSetting | undefined;
  /** True if the caller guarantees that no other process has a right to the folder. Its lock is then taken over from any process. */
  readonly owned?: boolean | undefined;
  /** Aborting it ends the run after the current step, with a checkpoint. A text as its reason is that of the interrupted run. */
  readonly signal?: AbortSignal | undefined;
  /** Clock in milliseconds by which checkpoints are made in time. Default: that of the machine. */
  readonly clock?: (() => number) | undefined;
  readonly onEvent?: OnEvent | undefined;
}

/**
 * Runs an experiment, or continues it. Returns its final status.
 *
 * @throws TweedieError if another process writes the folder, or if it contains a run of another experiment or on other files
 */
export async function run(options: RunOptions): Promise<RunStatus> {
  const { experiment, out, device, drawAhead = "measured" } = options;
  const { onEvent = () => undefined, signal = new AbortController().signal, clock = () => performance.now() } = options;
  const folder = runFolder(out);
  await createFolder(out);
  const onWait = (holder: string) => onEvent({ event: "wait", reason: `the folder is locked by ${holder}` });
  const lock = await lockRunFolder(folder.lock, { owned: options.owned, signal, onWait });
  try {
    lock.removeLeftovers();
    const found = await readStatus(folder);
    const previous = found && (await extended(folder, found, options));
    onEvent({ event: "activity", activity: "reading the files of the experiment" });
    const identity = await identityOf(experiment);
    const warn = (message: string) => onEvent({ event: "warning", message });
    if (previous) checkSameExperiment(folder, experiment, previous);
    else await checkCheckpoints(folder, identity);
    const unverified = previous && checkSameFiles(folder, identity, previous);
    const formerRun = previous ? undefined : await formerRunNotice(experiment, identity);
    for (const notice of [unverified, formerRun]) if (notice !== undefined) warn(notice);
    const backend = options.backend ?? experiment.settings.backend;
    const threads = previous?.threads ?? options.threads;
    // Imported on use: commands that only check experiments or list runs do not need the training code.
    const [{ restoreFinishedRun, writeExperiment }, { executeRun }] = await Promise.all([
      import("./run/finished-run-files.ts"),
      import("./train/execute-run.ts"),
    ]);
    const hasEnded = previous && !["running", "interrupted", "failed"].includes(previous.status);
    const isFinal = hasEnded && (await restoreFinishedRun(folder, previous, warn));
    if (isFinal) await writeExperiment(folder, experiment);
    const start = {
      experiment,
      identity,
      folder,
      lock,
      backend,
      threads,
      device,
      drawAhead,
      signal,
      clock,
      onEvent,
      previous,
    };
    const end = isFinal ? previous : await executeRun(start);
    const { status, reason, metrics, floors, seconds } = end;
    onEvent({ event: "done", run: out, status, reason, metrics, floors, seconds });
    return end;
  } finally {
    lock.release();
  }
}

/** The status of a run after its extension has begun, if there is one that has not. */
const extended = async (folder: RunFolder, status: RunStatus, { extension }: RunOptions): Promise<RunStatus> =>
  extension && extension.changes.length > 0 && extension.configHash === status.configHash
    ? beginExtension(folder, status, extension)
    : status;
