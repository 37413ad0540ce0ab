import { replicateCount } from "../plan.ts";
import type { Outcome } from "../study.ts";
import type { ReplayRules, ReplayState, TrialRecord } from "./replay-state.ts";

/** Fail a trial after this many consecutive lost leases without a report: it probably crashes its agents. */
const maxLostLeases = 10;

/** Puts a trial into the queue, unless the line of its configuration is damaged. */
export function requeue({ waiting, lost }: ReplayState, trial: TrialRecord): void {
  trial.status = "waiting";
  if (!lost.has(trial.configuration)) waiting.add(trial.trial);
}

/** Ends a running trial. */
export function endTrial(
  state: ReplayState,
  rules: ReplayRules,
  trial: TrialRecord,
  { outcome, at }: { readonly outcome: Outcome; readonly at: string },
): void {
  state.running.delete(trial.trial);
  trial.losses = 0;
  if (outcome.status === "released") return requeue(state, trial);
  trial.ended = at;
  trial.reason = "reason" in outcome ? outcome.reason : undefined;
  if (outcome.status === "failed") return fail(state, rules, trial, outcome.reason);
  trial.status = outcome.status;
  trial.metrics = outcome.metrics ?? {};
  if (outcome.status === "complete") setValue(trial, rules, outcome.spreads);
  if (outcome.status === "pruned") skipReplicates(state, rules, trial);
}

/** Ends the claim of a running trial whose lease expired. */
export function expireLease(state: ReplayState, rules: ReplayRules, trial: TrialRecord, at: string): void {
  state.running.delete(trial.trial);
  requeue(state, trial);
  if (++trial.losses < maxLostLeases) return;
  state.waiting.remove(trial.trial);
  trial.losses = 0;
  trial.ended = at;
  fail(state, rules, trial, `${maxLostLeases} consecutive leases were lost`);
}

function fail(state: ReplayState, { retries }: ReplayRules, trial: TrialRecord, reason: string): void {
  trial.reason = reason;
  if (++trial.failures <= retries) requeue(state, trial);
  else trial.status = "failed";
}

/** Sets the value of a complete trial. An infinite metric is a value; a trial whose metric is NaN has diverged. */
function setValue(trial: TrialRecord, { metric }: ReplayRules, spreads: Readonly<Record<string, number>> = {}): void {
  const value = trial.metrics[metric.name];
  if (value === undefined) {
    trial.status = "failed";
    trial.reason = `ended without the metric \`${metric.name}\``;
  } else if (Number.isNaN(value)) {
    trial.status = "diverged";
    trial.reason = `${metric.name} is NaN`;
  } else {
    trial.value = value;
    trial.spread = spreads[metric.name];
  }
}

/** Skips the waiting trials of a pruned configuration. */
function skipReplicates({ trials, waiting }: ReplayState, rules: ReplayRules, { configuration }: TrialRecord): void {
  const replicates = replicateCount(rules);
  const all = trials.slice(configuration * replicates, (configuration + 1) * replicates);
  for (const trial of all.filter(({ status }) => status === "waiting")) {
    trial.status = "skipped";
    waiting.remove(trial.trial);
  }
}
