import type { SearchPoint } from "@tweedie/core";
import type { LeaseHolder } from "../journal/record.ts";
import { newTrial, type ReplayState, type TrialRecord } from "./replay-state.ts";

/** Number of configurations in a row whose lines may be lost. A record that would need more is ignored. */
const maxLost = 100_000;

/** Adds a configuration and its trials, or completes one whose line was lost: its trials then run again. */
export function addConfiguration(
  state: ReplayState,
  { configuration, point }: { readonly configuration: number; readonly point: SearchPoint },
  replicates: number,
): void {
  const { points, lost, trials, waiting, running } = state;
  if (configuration < points.length && !lost.delete(configuration)) return;
  if (!addLostConfigurations(state, configuration, replicates)) return;
  points[configuration] = point;
  for (let index = configuration * replicates; index < (configuration + 1) * replicates; index++) {
    const { token = 0, claims = 0 } = trials[index] ?? {};
    trials[index] = { ...newTrial(index, configuration), token, claims };
    running.delete(index);
    waiting.add(index);
  }
}

/** A claim, or a record of a trial whose claim is lost. */
interface Claimed {
  readonly trial: number;
  readonly token: number;
  readonly at: string;
  readonly holder: LeaseHolder | undefined;
  readonly lease: number;
}

/** Begins a trial, with any earlier state. Returns undefined, and changes nothing, if the claim is not newer than the trial's last. */
export function beginTrial(
  state: ReplayState,
  { trial: index, token, at, holder, lease }: Claimed,
  replicates: number,
): TrialRecord | undefined {
  if (!addLostConfigurations(state, Math.floor(index / replicates) + 1, replicates)) return undefined;
  const trial = state.trials[index];
  if (!trial || token <= trial.token) return undefined;
  state.token = Math.max(state.token, token);
  state.stopped = false;
  state.waiting.remove(index);
  state.running.add(index);
  // The record that put an ended trial back into the queue is lost.
  if (trial.status === "failed") trial.failures = 0;
  else if (trial.status !== "waiting") Object.assign(trial, { value: undefined, metrics: {}, ended: undefined });
  Object.assign(trial, { status: "running", token, holder, lease });
  trial.began ??= at;
  trial.claims++;
  trial.beats++;
  return trial;
}

/** Adds configurations whose lines are lost, up to a number of configurations. Their trials cannot be claimed. */
function addLostConfigurations({ points, lost, trials }: ReplayState, count: number, replicates: number): boolean {
  if (count > points.length + maxLost) return false;
  for (let configuration = points.length; configuration < count; configuration++) {
    lost.add(configuration);
    points.push(undefined);
    for (let index = 0; index < replicates; index++) trials.push(newTrial(trials.length, configuration));
  }
  return true;
}
