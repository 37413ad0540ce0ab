import type { TrialReport } from "@tweedie/core";
import type { Event, JournalRecord } from "../journal/record.ts";
import { replicateCount } from "../plan.ts";
import { expireLease, endTrial, requeue } from "./end-trial.ts";
import { addConfiguration, beginTrial } from "./begin-trial.ts";
import { emptyState, type ReplayRules, type ReplayState, type TrialRecord } from "./replay-state.ts";

/** State of a sweep, updated record by record: the cost of a record does not depend on the number of earlier records. */
export interface Replay extends ReplayState {
  /** The running trial that a claim holds; undefined if the claim was lost. */
  heldTrial(trial: number, token: number): TrialRecord | undefined;
  /** Updates the state. A record that comes too late has no effect. */
  apply(record: JournalRecord): void;
}

/**
 * Creates the state before the first record.
 *
 * A damaged line costs only its own content. A record is written under the journal's lock by a process that has read all earlier ones, so
 * it is evidence of them: a claim shows that the trial was free, and a record with a newer token of a trial shows that it was claimed.
 */
export function createReplay(rules: ReplayRules): Replay {
  const state = emptyState();
  const replicates = replicateCount(rules);
  const heldTrial = (trial: number, token: number): TrialRecord | undefined => {
    const found = state.trials[trial];
    return found?.status === "running" && found.token === token ? found : undefined;
  };
  const apply = (record: JournalRecord): void => {
    switch (record.op) {
      case "suggest":
        return addConfiguration(state, record, replicates);
      case "claim":
        return void beginTrial(state, record, replicates);
      case "retry":
        return applyRetry(state, record.trials);
      case "stop":
        state.stopped = true;
        return;
      case "resume":
        state.stopped = false;
        return;
      default: {
        const { trial: index, token, at } = record;
        const lostClaim = { trial: index, token, at, holder: undefined, lease: 0 };
        const trial = heldTrial(index, token) ?? beginTrial(state, lostClaim, replicates);
        if (trial) applyToHeld(state, rules, trial, record);
      }
    }
  };
  return Object.assign(state, { heldTrial, apply });
}

type Recorded<Op extends Event["op"]> = Extract<JournalRecord, { readonly op: Op }>;

function applyRetry(state: ReplayState, trials: readonly number[]): void {
  for (const trial of trials.flatMap((index) => state.trials[index] ?? [])) {
    if (trial.status !== "failed") continue;
    trial.failures = 0;
    requeue(state, trial);
  }
}

function applyToHeld(
  state: ReplayState,
  rules: ReplayRules,
  trial: TrialRecord,
  record: Recorded<"renew" | "report" | "finish" | "expire">,
): void {
  switch (record.op) {
    case "renew":
      trial.beats++;
      return;
    case "report":
      trial.beats++;
      trial.losses = 0;
      return addReport(trial.reports, record);
    case "finish":
      return endTrial(state, rules, trial, record);
    case "expire":
      return expireLease(state, rules, trial, record.at);
  }
}

/** Inserts a report by resource. A resumed trial reports a resource again, and the later value replaces the earlier one. */
function addReport(reports: TrialReport[], { resource, value }: TrialReport): void {
  let at = reports.length;
  while (at > 0 && reports[at - 1]!.resource >= resource) at--;
  reports.splice(at, reports[at]?.resource === resource ? 1 : 0, { resource, value });
}
