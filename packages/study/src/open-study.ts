import { mkdir } from "node:fs/promises";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { compose, hashOf, toYaml } from "@tweedie/config";
import { type Observation, random, TweedieError } from "@tweedie/core";
import { writeDurably } from "@tweedie/engine";
import { openJournal } from "./journal/journal.ts";
import { isGone, ownIdentity } from "./journal/process-identity.ts";
import type { Event } from "./journal/record.ts";
import type { SweepPlan } from "./plan.ts";
import { loadMethod } from "./load-method.ts";
import { spaceOf } from "./space/space.ts";
import { observationsOf } from "./state/observations.ts";
import { createReplay, type TrialRecord } from "./state/replay.ts";
import { viewOf } from "./state/view.ts";
import type { Claim, Study } from "./study.ts";
import { moved } from "./sweep/portable.ts";
import { folderName, overridesOf, replicateOf, valuesOf } from "./trial-values.ts";

/** The files of a sweep's folder. */
export const studyFolder = (root: string) => ({
  root,
  plan: join(root, "sweep.yaml"),
  journal: join(root, "journal.jsonl"),
  trials: join(root, "trials"),
  agents: join(root, "agents"),
  report: join(root, "report.html"),
  table: join(root, "trials.csv"),
});

export interface StudyOptions {
  /** How long an agent may be silent before its trial is given to another, in milliseconds. */
  readonly lease?: number;
}

const defaultLease = 60_000;

/** How long to wait where every trial is in somebody's hands. */
const idle = 100;

/**
 * Makes the folder of a sweep, or opens it where it is of the same plan.
 *
 * @throws TweedieError where another sweep has the folder.
 */
export async function createStudy(root: string, plan: SweepPlan, options: StudyOptions = {}): Promise<Study> {
  const folder = studyFolder(root);
  if (existsSync(folder.plan)) {
    const study = await openStudy(root, options);
    if (hashOf(study.plan) === hashOf(absolute(plan))) return study;
    const what = "another sweep has this name, with other parameters, another method or another experiment";
    throw new TweedieError({ where: root, what, fix: "give this one another name, or remove that folder" });
  }
  await mkdir(folder.trials, { recursive: true });
  const { experiment, ...rest } = plan;
  const file = relative(root, resolve(experiment.file));
  await writeDurably(folder.plan, toYaml({ ...rest, experiment: { ...experiment, file } }));
  return openStudy(root, options);
}

/**
 * Opens the sweep of a folder.
 *
 * @throws TweedieError where there is none.
 */
export async function openStudy(root: string, { lease = defaultLease }: StudyOptions = {}): Promise<Study> {
  const folder = studyFolder(root);
  const plan = await readPlan(folder.plan);
  const { sampler, pruner } = await loadMethod(plan, folder.plan);
  writeFileSync(folder.journal, "", { flag: "a" });
  const space = spaceOf(plan.parameters);
  const sign = plan.metric.goal === "minimize" ? 1 : -1;
  const replicates = Math.max(1, plan.repeat.length);
  const size = Math.min(plan.runCap ?? Infinity, sampler.size?.(space) ?? Infinity);
  const replay = createReplay(plan);
  const journal = openJournal(folder.journal, replay.apply);
  const leases = watchLeases();

  /** The events that give a trial to somebody, or nothing where there is none to give. */
  const grant = (agent: string): readonly Event[] => {
    const expired = [...replay.running].map((trial) => replay.trials[trial]!).filter(leases.isOver);
    const free = [replay.waiting.first, ...expired.map(({ trial }) => trial)].filter((each) => each !== undefined);
    const expire = expired.map(({ trial, token }): Event => ({ op: "expire", trial, token }));
    const claim = (trial: number): Event => {
      return { op: "claim", trial, token: replay.token + 1, holder: { ...ownIdentity, agent }, lease };
    };
    if (free.length > 0) return [...expire, claim(Math.min(...free))];
    const index = replay.points.length;
    if (index >= size) return [];
    const history = (): readonly Observation[] => observationsOf(replay, sign);
    const streams = { random: random(plan.seed, "sampler", index), sweep: random(plan.seed, "sweep") };
    const point = sampler.suggest({ space, index, ...streams, history });
    return [{ op: "suggest", configuration: index, point }, claim(index * replicates)];
  };

  const claimOf = ({ trial, configuration, token }: TrialRecord): Claim => {
    const point = replay.points[configuration]!;
    const values = valuesOf(plan.parameters, point);
    return {
      trial,
      configuration,
      token,
      folder: join(folder.trials, folderName(plan, trial, values)),
      experiment: plan.experiment.file,
      overrides: [
        ...plan.experiment.overrides,
        ...overridesOf(
          moved(
            { ...plan.constants, ...values, ...replicateOf(plan, trial) },
            dirname(plan.experiment.file),
            process.cwd(),
          ),
        ),
      ],
      lease,
      point,
    };
  };

  const isBusy = () => replay.waiting.first !== undefined || replay.points.length < size;

  const tell = async ({ trial, token }: Claim, event: Event): Promise<boolean> => {
    let told = false;
    await journal.write(() => {
      told = replay.held(trial, token) !== undefined;
      return told ? [event] : [];
    });
    return told;
  };

  const retryable = ({ trials, configurations }: { trials?: readonly number[]; configurations?: readonly number[] }) =>
    replay.trials
      .filter(({ status }) => status === "failed")
      .filter(({ trial }) => trials === undefined || trials.includes(trial))
      .filter(({ configuration }) => configurations === undefined || configurations.includes(configuration))
      .map(({ trial }) => trial);

  return {
    folder: root,
    plan,

    state: () => {
      journal.read();
      return viewOf(replay, { folder: root, plan, size, damaged: journal.damaged });
    },

    claim: async (agent) => {
      for (;;) {
        journal.read();
        if (replay.stopped) return "finished";
        const running = [...replay.running].map((trial) => replay.trials[trial]!);
        // A look without the lock: agents that wait do not keep those from writing that have something to say.
        if (!isBusy() && !running.some(leases.isOver)) return running.length === 0 ? "finished" : { wait: idle };
        let token = 0;
        await journal.write(() => {
          if (replay.stopped) return [];
          const events = grant(agent);
          token = events.some(({ op }) => op === "claim") ? replay.token + 1 : 0;
          return events;
        });
        const won = [...replay.running].map((trial) => replay.trials[trial]!).find((each) => each.token === token);
        if (won && isOurs(won, agent)) return claimOf(won);
      }
    },

    renew: async (claim) => {
      const isHeld = await tell(claim, { op: "renew", trial: claim.trial, token: claim.token });
      if (!isHeld) return "lost";
      return replay.stopped ? "stop" : "held";
    },

    report: async (claim, { resource, value }) => {
      const { trial, token } = claim;
      if (!(await tell(claim, { op: "report", trial, token, resource, value }))) return "lost";
      if (replay.stopped) return "stop";
      if (!pruner) return "continue";
      const judged = (each: TrialRecord) =>
        each.reports.map((report) => ({
          ...report,
          value: Number.isNaN(report.value) ? Infinity : sign * report.value,
        }));
      // Only trials of the same replicate are compared: a seed that is hard for all is nobody's fault.
      const others = replay.trials
        .filter((each) => each.trial !== trial && each.trial % replicates === trial % replicates)
        .map((each) => ({ isComplete: each.status === "complete", reports: judged(each) }));
      return pruner.prune({ reports: judged(replay.trials[trial]!), others, sign }) ? "prune" : "continue";
    },

    finish: (claim, outcome) => tell(claim, { op: "finish", trial: claim.trial, token: claim.token, outcome }),

    retry: async (which = {}) => {
      let trials: readonly number[] = [];
      await journal.write(() => {
        trials = retryable(which);
        return trials.length > 0 ? [{ op: "retry", trials }] : [];
      });
      return trials;
    },

    stop: () => journal.write(() => (replay.stopped ? [] : [{ op: "stop" }])),

    resume: () =>
      journal.write(() => {
        const trials = retryable({});
        return [
          ...(replay.stopped ? [{ op: "resume" } as const] : []),
          ...(trials.length > 0 ? [{ op: "retry", trials } as const] : []),
        ];
      }),
  };
}

const isOurs = ({ holder }: TrialRecord, agent: string): boolean =>
  holder?.host === ownIdentity.host && holder.pid === ownIdentity.pid && holder.agent === agent;

/**
 * Tells whose lease is over: who is gone from this machine, or has given no sign of life for as long as the lease by our own
 * clock, since we first looked. Clocks of two machines are never compared.
 */
function watchLeases() {
  const seen = new Map<number, { readonly token: number; readonly beats: number; readonly at: number }>();
  return {
    isOver: ({ trial, token, beats, holder, lease }: TrialRecord): boolean => {
      const last = seen.get(trial);
      if (last?.token !== token || last.beats !== beats) seen.set(trial, { token, beats, at: performance.now() });
      return isGone(holder!) || performance.now() - seen.get(trial)!.at > lease;
    },
  };
}

const absolute = (plan: SweepPlan): SweepPlan => ({
  ...plan,
  experiment: { ...plan.experiment, file: resolve(plan.experiment.file) },
});

async function readPlan(path: string): Promise<SweepPlan> {
  const { value } = await compose({ file: path });
  const plan = value as unknown as SweepPlan;
  return { ...plan, experiment: { ...plan.experiment, file: resolve(dirname(path), plan.experiment.file) } };
}
