import { writeFileSync } from "node:fs";
import type { Sampler } from "@tweedie/core";
import { allTrusted, type Trust } from "@tweedie/engine";
import { loadPruner, loadSampler } from "../load-plugins.ts";
import type { SweepPlan } from "../plan.ts";
import { spaceOf } from "../space/space.ts";
import type { Study } from "../study.ts";
import { claimTrial } from "./claim-trial.ts";
import { createLeaseMonitor } from "./lease-monitor.ts";
import { openPlan, readerOf } from "./read-study.ts";
import { resumeSweep, retryTrials } from "./retry-trials.ts";
import type { StudyContext } from "./study-context.ts";
import { studyFolder } from "./study-folder.ts";
import { giveTrialBack, recordOutcome, renewLease, reportValue } from "./update-trial.ts";

export interface StudyOptions {
  /** Milliseconds without a heartbeat after which a trial may be claimed by another agent. */
  readonly lease?: number;
  /** Decides which plugins may run. Default: all. */
  readonly trust?: Trust | undefined;
}

const defaultLease = 60_000;

/**
 * Opens the sweep of a folder.
 *
 * @throws TweedieError if the folder holds no sweep; UntrustedCodeError if its sampler or pruner is not trusted.
 */
export async function openStudy(root: string, options: StudyOptions = {}): Promise<Study> {
  const context = await openContext(root, options);
  return {
    ...readerOf(root, context),
    claim: (agent) => claimTrial(context, agent),
    renew: (claim) => renewLease(context, claim),
    report: (claim, report) => reportValue(context, claim, report),
    finish: (claim, outcome) => recordOutcome(context, claim, outcome),
    giveBack: (claim) => giveTrialBack(context, claim),
    noteAwake: context.leases.noteAwake,
    retry: (which = {}) => retryTrials(context, which),
    resume: () => resumeSweep(context),
  };
}

async function openContext(root: string, { lease = defaultLease, trust }: StudyOptions): Promise<StudyContext> {
  const folder = studyFolder(root);
  const opened = await openPlan(root);
  const { plan, inputs } = opened;
  const source = { plan, root, inputs, where: folder.plan, trust };
  const [sampler, pruner] = await allTrusted([loadSampler(source), loadPruner(source)]);
  writeFileSync(folder.journal, "", { flag: "a" });
  const space = spaceOf(plan.parameters);
  const size = sizeOf(plan, sampler);
  const leases = createLeaseMonitor();
  return { ...opened, root, trialsFolder: folder.trials, space, sampler, pruner, size, leases, lease };
}

/** Number of configurations of a sweep; infinite if neither the sampler nor the plan limits it. */
export const sizeOf = ({ runCap, parameters }: SweepPlan, sampler: Sampler): number =>
  Math.min(runCap ?? Infinity, sampler.size?.(spaceOf(parameters)) ?? Infinity);
