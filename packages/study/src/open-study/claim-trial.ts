import { dirname, join } from "node:path";
import { type Observation, random } from "@tweedie/core";
import { ownIdentity } from "../journal/process-identity.ts";
import type { Event } from "../journal/record.ts";
import { replicateCount, signOf } from "../plan.ts";
import { observationsOf } from "../state/observations.ts";
import type { ReplayState, TrialRecord } from "../state/replay-state.ts";
import type { Claim, Wait } from "../study.ts";
import { relocatePluginPaths } from "../sweep-file/plugin-paths.ts";
import { folderName, formatOverrides, replicateOf, valuesOf } from "../trial-values.ts";
import type { StudyContext } from "./study-context.ts";

/** Milliseconds to wait while other agents hold all remaining trials. */
const pollInterval = 100;

/** Claims the first free trial: a waiting one, one whose lease expired, or the first of a new configuration. */
export async function claimTrial(context: StudyContext, agent: string): Promise<Claim | Wait | "finished"> {
  const { journal, replay, leases, size } = context;
  for (;;) {
    journal.read();
    if (replay.stopped) return "finished";
    const running = runningTrials(replay);
    const hasFreeTrial = replay.waiting.first !== undefined || replay.points.length < size;
    // Checked without the lock, so that waiting agents do not delay agents that write.
    if (!hasFreeTrial && !running.some(leases.isExpired)) {
      return running.length === 0 ? "finished" : { wait: pollInterval };
    }
    let token = 0;
    await journal.write(() => {
      if (replay.stopped) return [];
      const events = claimEvents(context, agent);
      token = events.some(({ op }) => op === "claim") ? replay.token + 1 : 0;
      return events;
    });
    const claimed = runningTrials(replay).find((trial) => trial.token === token);
    if (claimed && isOwn(claimed, agent)) return claimOf(context, claimed);
  }
}

/** The events that claim a trial for an agent; none if no trial is free. */
function claimEvents(context: StudyContext, agent: string): readonly Event[] {
  const { plan, sampler, space, size, replay, leases, lease } = context;
  const expired = runningTrials(replay).filter(leases.isExpired);
  const free = [replay.waiting.first, ...expired.map(({ trial }) => trial)].filter((trial) => trial !== undefined);
  const expire = expired.map(({ trial, token }): Event => ({ op: "expire", trial, token }));
  const claim = (trial: number): Event => {
    return { op: "claim", trial, token: replay.token + 1, holder: { ...ownIdentity, agent }, lease };
  };
  if (free.length > 0) return [...expire, claim(Math.min(...free))];
  const index = replay.points.length;
  if (index >= size) return [];
  const history = (): readonly Observation[] => observationsOf(replay, signOf(plan.metric));
  const streams = { random: random(plan.seed, "sampler", index), sweep: random(plan.seed, "sweep") };
  const point = sampler.suggest({ space, index, ...streams, history });
  return [{ op: "suggest", configuration: index, point }, claim(index * replicateCount(plan))];
}

function claimOf({ plan, replay, trialsFolder, lease }: StudyContext, record: TrialRecord): Claim {
  const { trial, configuration, token } = record;
  const { file, overrides } = plan.experiment;
  const point = replay.points[configuration]!;
  const values = valuesOf(plan.parameters, point);
  const set = { ...plan.constants, ...values, ...replicateOf(plan, trial) };
  return {
    trial,
    configuration,
    token,
    folder: join(trialsFolder, folderName(plan, trial, values)),
    experiment: file,
    overrides: [...overrides, ...formatOverrides(relocatePluginPaths(set, dirname(file), process.cwd()))],
    lease,
    point,
  };
}

const runningTrials = ({ running, trials }: ReplayState): TrialRecord[] => [...running].map((trial) => trials[trial]!);

const isOwn = ({ holder }: TrialRecord, agent: string): boolean =>
  holder?.host === ownIdentity.host && holder.pid === ownIdentity.pid && holder.agent === agent;
