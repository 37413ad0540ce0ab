import type { TrialReport } from "@tweedie/core";
import type { Event, JournalRecord } from "../journal/record.ts";
import { replicateCount } from "../plan.ts";
import { expireLease, endTrial, requeue } from "./end-trial.ts";
import { emptyState, newTrial, type ReplayRules, type ReplayState, type TrialRecord } from "./replay-state.ts";

/** State of a sweep, updated record by record: the cost of a record does not depend on the number of earlier records. */
export interface Replay extends ReplayState {
  /** The running trial that a claim holds; undefined if the claim was lost. */
  heldTrial(trial: number, token: number): TrialRecord | undefined;
  /** Updates the state. A record that comes too late has no effect. */
  apply(record: JournalRecord): void;
}

/** Creates the state before the first record. */
export function createReplay(rules: ReplayRules): Replay {
  const state = emptyState();
  const heldTrial = (trial: number, token: number): TrialRecord | undefined => {
    const found = state.trials[trial];
    return found?.status === "running" && found.token === token ? found : undefined;
  };
  const apply = (record: JournalRecord): void => {
    switch (record.op) {
      case "suggest":
        return addConfiguration(state, record, replicateCount(rules));
      case "claim":
        return applyClaim(state, record);
      case "retry":
        return applyRetry(state, record.trials);
      case "stop":
        state.stopped = true;
        return;
      case "resume":
        state.stopped = false;
        return;
      default: {
        const trial = heldTrial(record.trial, record.token);
        if (trial) applyToHeld(state, rules, trial, record);
      }
    }
  };
  return Object.assign(state, { heldTrial, apply });
}

type Recorded<Op extends Event["op"]> = Extract<JournalRecord, { readonly op: Op }>;

function addConfiguration(state: ReplayState, { configuration, point }: Recorded<"suggest">, replicates: number): void {
  const { points, trials, waiting } = state;
  if (configuration !== points.length) return;
  points.push(point);
  for (let replicate = 0; replicate < replicates; replicate++) {
    trials.push(newTrial(trials.length, configuration));
    waiting.add(trials.length - 1);
  }
}

function applyClaim(state: ReplayState, { trial: index, token, holder, lease, at }: Recorded<"claim">): void {
  const trial = state.trials[index];
  if (trial?.status !== "waiting" || token !== state.token + 1) return;
  state.token = token;
  state.waiting.remove(index);
  state.running.add(index);
  Object.assign(trial, { status: "running", token, holder, lease });
  trial.began ??= at;
  trial.claims++;
  trial.beats++;
}

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
