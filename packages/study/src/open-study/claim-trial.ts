import { dirname, join } from "node:path";
import { type Observation, random } from "@tweedie/core";
import { ownIdentity } from "@tweedie/engine/locks";
import type { Event } from "../journal/record.ts";
import { replicateCount, signOf, trialOverrides } from "../plan.ts";
import { observationsOf } from "../state/observations.ts";
import type { ReplayState, TrialRecord } from "../state/replay-state.ts";
import type { Claim, Wait } from "../study.ts";
import { mapPluginPaths, relocatePluginPaths } from "../sweep-file/plugin-paths.ts";
import { folderName, formatOverrides, replicateOf, valuesOf } from "../trial-values.ts";
import type { StudyContext } from "./study-context.ts";
import { studyFolder } from "./study-folder.ts";
import { checkInputs } from "./study-inputs.ts";

/** Milliseconds to wait while other agents hold all remaining trials. */
const pollInterval = 100;

/** Claims the first free trial: a waiting one, one whose lease expired, or the first of a new configuration. */
export async function claimTrial(context: StudyContext, agent: string): Promise<Claim | Wait | "finished"> {
  const { journal, replay, leases, size } = context;
  for (;;) {
    journal.read();
    if (replay.stopped) return "finished";
    const running = runningTrials(replay);
    const hasFreeTrial = replay.waiting.first !== undefined || nextConfiguration(context) < size;
    // Checked without the lock, so that waiting agents do not delay agents that write.
    if (!hasFreeTrial && !running.some(leases.isExpired)) {
      return running.length === 0 ? "finished" : { wait: pollInterval };
    }
    await checkInputs(context.root, context.inputs);
    let token = 0;
    await journal.write(() => {
      if (replay.stopped) return [];
      const events = claimEvents(context, agent);
      token = events.some(({ op }) => op === "claim") ? replay.token + 1 : 0;
      return events;
    });
    const claimed = runningTrials(replay).find((trial) => trial.token === token && isOwn(trial, agent));
    if (claimed) return claimOf(context, claimed);
  }
}

/** The events that free the trials whose leases expired, or claim a trial for an agent; none if no trial is free. */
function claimEvents(context: StudyContext, agent: string): readonly Event[] {
  const { plan, sampler, space, size, replay, leases, lease } = context;
  const expired = runningTrials(replay).filter(leases.isExpired);
  // They are claimed by the next call: a trial that has lost many leases fails.
  if (expired.length > 0) return expired.map(({ trial, token }): Event => ({ op: "expire", trial, token }));
  const claim = (trial: number): Event => {
    return { op: "claim", trial, token: replay.token + 1, holder: { ...ownIdentity, agent }, lease };
  };
  if (replay.waiting.first !== undefined) return [claim(replay.waiting.first)];
  const index = nextConfiguration(context);
  if (index >= size) return [];
  const history = (): readonly Observation[] => observationsOf(replay, signOf(plan.metric));
  const streams = { random: random(plan.seed, "sampler", index), sweep: random(plan.seed, "sweep") };
  const point = sampler.suggest({ space, index, ...streams, history });
  return [{ op: "suggest", configuration: index, point }, claim(index * replicateCount(plan))];
}

/**
 * Number of the configuration to suggest next: one whose line in the journal is damaged, or else a new one. A damaged one is suggested
 * again when none of its trials runs: most samplers then suggest the same point, and its trials end at once in their old run folders.
 */
function nextConfiguration({ plan, replay }: StudyContext): number {
  const replicates = replicateCount(plan);
  const isRunning = (trial: number) => replay.running.has(trial);
  const isIdle = (configuration: number) =>
    !Array.from({ length: replicates }, (_, index) => configuration * replicates + index).some(isRunning);
  return [...replay.lost].find(isIdle) ?? replay.points.length;
}

function claimOf({ root, plan, inputs, replay, trialsFolder, lease }: StudyContext, record: TrialRecord): Claim {
  const { trial, configuration, token } = record;
  const { file } = plan.experiment;
  const point = replay.points[configuration]!;
  const values = valuesOf(plan.parameters, point);
  const set = { ...plan.constants, ...values, ...replicateOf(plan, trial) };
  // The copy of the experiment contains the overrides of the plan.
  const fixed = inputs?.fixed
    ? mapPluginPaths(set, (path) => inputs.plugins[path] ?? relocatePluginPaths(path, dirname(file), root))
    : undefined;
  const [from, base] = fixed ? [root, studyFolder(root).experiment] : [dirname(file), file];
  const relocated = formatOverrides(relocatePluginPaths(fixed ?? set, from, process.cwd()));
  return {
    trial,
    configuration,
    token,
    folder: join(trialsFolder, folderName(plan, trial, values)),
    experiment: base,
    overrides: fixed ? relocated : [...trialOverrides(plan.experiment), ...relocated],
    lease,
    point,
  };
}

const runningTrials = ({ running, trials }: ReplayState): TrialRecord[] => [...running].map((trial) => trials[trial]!);

const isOwn = ({ holder }: TrialRecord, agent: string): boolean =>
  holder?.host === ownIdentity.host && holder.pid === ownIdentity.pid && holder.agent === agent;
