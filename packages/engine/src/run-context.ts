import { random, type Random } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";
import type { AheadSetting } from "./draws/draw-source.ts";
import type { OnEvent } from "./events.ts";
import type { Experiment } from "./experiment/experiment.ts";
import type { Components } from "./components.ts";
import type { Checkpoint } from "./run/checkpoint.ts";
import type { MetricsLog } from "./run/metrics-log.ts";
import type { Phase } from "./run/phase.ts";
import type { RunFolder } from "./run/run-folder.ts";

/** What the phases of one run share. */
export interface RunContext {
  readonly experiment: Experiment;
  readonly components: Components;
  readonly folder: RunFolder;
  readonly executor: Executor;
  /** Threads of one step, where it was said how many. */
  readonly threads: number | undefined;
  readonly log: MetricsLog;
  /** Where the run was interrupted, if it was. */
  readonly checkpoint: Checkpoint | undefined;
  readonly drawAhead: AheadSetting;
  readonly signal: AbortSignal;
  readonly onEvent: OnEvent;
  /** Called whenever a checkpoint is durable. */
  onSaved(phase: Phase, step: number): Promise<void>;
}

/** The experiment's random numbers for a purpose. */
export const streamOf = ({ experiment }: RunContext, purpose: string, step = 0): Random =>
  random(experiment.settings.seed, purpose, step);
