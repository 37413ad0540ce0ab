import type { Pruner, Sampler, SearchSpace } from "@tweedie/core";
import type { Journal } from "../journal/journal.ts";
import type { SweepPlan } from "../plan.ts";
import type { Replay } from "../state/replay.ts";
import type { StudyInputs } from "./study-inputs.ts";
import type { LeaseMonitor } from "./lease-monitor.ts";

/** The parts of an open study, shared by its operations. */
export interface StudyContext {
  /** Folder of the trials' run folders. */
  readonly trialsFolder: string;
  /** Folder of the sweep. */
  readonly root: string;
  readonly plan: SweepPlan;
  /** Files that trials depend on; undefined if version 0.1.0 began the sweep. */
  readonly inputs: StudyInputs | undefined;
  readonly space: SearchSpace;
  readonly sampler: Sampler;
  readonly pruner: Pruner | undefined;
  /** Number of configurations; infinite if neither the sampler nor the plan limits it. */
  readonly size: number;
  readonly journal: Journal;
  /** State of the sweep after the records read so far. */
  readonly replay: Replay;
  readonly leases: LeaseMonitor;
  /** Lease of new claims, in milliseconds. */
  readonly lease: number;
}
