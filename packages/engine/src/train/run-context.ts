import { random, type Random } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";
import type { Components } from "../components.ts";
import type { DrawAheadSetting } from "../draws/draw-source.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { FileDigests } from "../identity/file-digests.ts";
import type { BestCheckpoints } from "../checkpoints/best-checkpoints.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import type { MetricsLog } from "../run/metrics-log.ts";
import type { Phase } from "../run/phase.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { RunLock } from "../run/run-lock.ts";
import type { RunProgress } from "../progress/run-progress.ts";
import type { OnEvent } from "./events.ts";

/** Objects that all phases of a run share. */
export interface RunContext {
  readonly experiment: Experiment;
  /** Digest of the experiment and of the files that it reads. */
  readonly identity: string;
  /** Digests of these files. */
  readonly files: FileDigests;
  readonly components: Components;
  readonly folder: RunFolder;
  /** The right to write the folder. It is checked before each write. */
  readonly lock: Pick<RunLock, "check">;
  readonly executor: Executor;
  /** Threads of one step, if a number was requested. */
  readonly threads: number | undefined;
  readonly log: MetricsLog;
  /** Checkpoint to continue from. */
  readonly checkpoint: Checkpoint | undefined;
  readonly drawAhead: DrawAheadSetting;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly onEvent: OnEvent;
  readonly progress: RunProgress;
  /** Reports a warning, which the status of the run keeps. */
  warn(message: string): void;
  /** Called when a checkpoint is durable. */
  onSaved(phase: Phase, step: number, best?: BestCheckpoints): Promise<void>;
}

/** The end of a run that is aborted, with its reason if it has one. */
export const interruption = ({ signal }: Pick<RunContext, "signal">) => {
  const reason: unknown = signal.reason;
  return { end: "interrupted" as const, ...(typeof reason === "string" && { reason }) };
};

/** Random stream of the experiment for a purpose. */
export const streamOf = ({ experiment }: Pick<RunContext, "experiment">, purpose: string, step = 0): Random =>
  random(experiment.settings.seed, purpose, step);
