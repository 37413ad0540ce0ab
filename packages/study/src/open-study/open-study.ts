import { writeFileSync } from "node:fs";
import { openJournal } from "../journal/journal.ts";
import { loadSamplerAndPruner } from "../load-plugins.ts";
import { spaceOf } from "../space/space.ts";
import { createReplay } from "../state/replay.ts";
import { snapshotOf } from "../state/snapshot.ts";
import type { Study } from "../study.ts";
import { claimTrial } from "./claim-trial.ts";
import { createLeaseMonitor } from "./lease-monitor.ts";
import { resumeSweep, retryTrials } from "./retry-trials.ts";
import type { StudyContext } from "./study-context.ts";
import { changedSources, readInputs } from "./study-inputs.ts";
import { readPlan, studyFolder } from "./study-folder.ts";
import { giveTrialBack, recordOutcome, renewLease, reportValue } from "./update-trial.ts";

export interface StudyOptions {
  /** Milliseconds without a heartbeat after which a trial may be claimed by another agent. */
  readonly lease?: number;
}

const defaultLease = 60_000;

/**
 * Opens the sweep of a folder.
 *
 * @throws TweedieError if the folder holds no sweep.
 */
export async function openStudy(root: string, options: StudyOptions = {}): Promise<Study> {
  const context = await openContext(root, options);
  const { plan, size, journal, replay } = context;
  return {
    folder: root,
    plan,
    state: () => {
      journal.read();
      return snapshotOf(replay, { folder: root, plan, size, damaged: journal.damaged });
    },
    changes: () => describeChangedSources(context),
    claim: (agent) => claimTrial(context, agent),
    renew: (claim) => renewLease(context, claim),
    report: (claim, report) => reportValue(context, claim, report),
    finish: (claim, outcome) => recordOutcome(context, claim, outcome),
    giveBack: (claim) => giveTrialBack(context, claim),
    noteAwake: context.leases.noteAwake,
    retry: (which = {}) => retryTrials(context, which),
    stop: () => journal.write(() => (replay.stopped ? [] : [{ op: "stop" }])),
    resume: () => resumeSweep(context),
  };
}

/** Sentences about files of the experiment that are not as they were when the sweep began. */
async function describeChangedSources({ root, plan, inputs }: StudyContext): Promise<readonly string[]> {
  if (!inputs) {
    const sentence = "was begun by version 0.1.0, which kept no copy of the experiment: trials use";
    return [`${root} ${sentence} ${plan.experiment.file} as it is now`];
  }
  const changes = await changedSources(inputs);
  if (changes === undefined) return [];
  const copy = `trials use the experiment as it was, ${studyFolder(root).experiment}`;
  return [`since this sweep began, ${changes}; ${inputs.fixed ? copy : "no trial is claimed until it is restored"}`];
}

async function openContext(root: string, { lease = defaultLease }: StudyOptions): Promise<StudyContext> {
  const folder = studyFolder(root);
  const plan = await readPlan(folder.plan);
  const inputs = await readInputs(folder.inputs);
  const { sampler, pruner } = await loadSamplerAndPruner(plan, folder.plan);
  writeFileSync(folder.journal, "", { flag: "a" });
  const space = spaceOf(plan.parameters);
  const size = Math.min(plan.runCap ?? Infinity, sampler.size?.(space) ?? Infinity);
  const replay = createReplay(plan);
  const journal = openJournal(folder.journal, replay.apply);
  return {
    ...{ root, trialsFolder: folder.trials, plan, inputs, space, sampler, pruner, size },
    ...{ journal, replay, leases: createLeaseMonitor(), lease },
  };
}
