import type { SearchPoint, TrialReport } from "@tweedie/core";
import type { Holder, JournalRecord } from "../journal/record.ts";
import type { SweepPlan } from "../plan.ts";
import type { Outcome } from "../study.ts";
import type { TrialStatus } from "./study-state.ts";
import { type WaitingQueue, waitingQueue } from "./waiting-queue.ts";

/** A trial lost with this many agents in a row, none of which heard a report of it, is what kills them. */
const mostLosses = 10;

/** A trial, as the journal so far leaves it. */
export interface TrialRecord {
  readonly trial: number;
  readonly configuration: number;
  status: TrialStatus;
  claims: number;
  failures: number;
  /** Losses since the last report. */
  losses: number;
  holder: Holder | undefined;
  /** Of its last claim, 0 before the first. */
  token: number;
  lease: number;
  /** Grows with each sign of life. */
  beats: number;
  readonly reports: TrialReport[];
  value: number | undefined;
  metrics: Readonly<Record<string, number>>;
  reason: string | undefined;
  began: string | undefined;
  ended: string | undefined;
}

/** All that a journal says, brought up to date record by record: the cost of one does not grow with those before it. */
export interface Replay {
  readonly points: readonly SearchPoint[];
  readonly trials: readonly TrialRecord[];
  readonly waiting: WaitingQueue;
  readonly running: ReadonlySet<number>;
  readonly stopped: boolean;
  /** Claims so far: the last token that was given. */
  readonly token: number;
  /** The trial that a token holds now. */
  held(trial: number, token: number): TrialRecord | undefined;
  apply(record: JournalRecord): void;
}

/** The state before the first record. */
export function createReplay({ repeat, retries, metric }: Pick<SweepPlan, "repeat" | "retries" | "metric">): Replay {
  const replicates = Math.max(1, repeat.length);
  const points: SearchPoint[] = [];
  const trials: TrialRecord[] = [];
  const waiting = waitingQueue();
  const running = new Set<number>();
  let stopped = false;
  let token = 0;

  const held = (trial: number, token: number): TrialRecord | undefined => {
    const found = trials[trial];
    return found?.status === "running" && found.token === token ? found : undefined;
  };

  const siblings = ({ configuration }: TrialRecord) =>
    trials.slice(configuration * replicates, (configuration + 1) * replicates);

  const wait = (each: TrialRecord): void => {
    each.status = "waiting";
    waiting.add(each.trial);
  };

  const fail = (each: TrialRecord, reason: string): void => {
    each.reason = reason;
    if (++each.failures <= retries) wait(each);
    else each.status = "failed";
  };

  const finish = (each: TrialRecord, outcome: Outcome, at: string): void => {
    running.delete(each.trial);
    each.losses = 0;
    if (outcome.status === "released") return wait(each);
    each.ended = at;
    each.reason = "reason" in outcome ? outcome.reason : undefined;
    if (outcome.status === "failed") return fail(each, outcome.reason);
    each.status = outcome.status;
    each.metrics = outcome.metrics ?? {};
    if (outcome.status === "complete") complete(each);
    if (outcome.status === "pruned") {
      for (const other of siblings(each).filter(({ status }) => status === "waiting")) {
        other.status = "skipped";
        waiting.remove(other.trial);
      }
    }
  };

  /** What is complete has a value. Infinity is one; NaN is not. */
  const complete = (each: TrialRecord): void => {
    const value = each.metrics[metric.name];
    if (value === undefined) {
      each.status = "failed";
      each.reason = `it ended without the metric \`${metric.name}\``;
    } else if (Number.isNaN(value)) {
      each.status = "diverged";
      each.reason = `${metric.name} is NaN`;
    } else each.value = value;
  };

  const apply = (record: JournalRecord): void => {
    switch (record.op) {
      case "suggest":
        if (record.configuration !== points.length) return;
        points.push(record.point);
        for (let replicate = 0; replicate < replicates; replicate++) {
          trials.push(fresh(trials.length, record.configuration));
          waiting.add(trials.length - 1);
        }
        return;
      case "claim": {
        const each = trials[record.trial];
        if (each?.status !== "waiting" || record.token !== token + 1) return;
        token = record.token;
        waiting.remove(each.trial);
        running.add(each.trial);
        Object.assign(each, { status: "running", token, holder: record.holder, lease: record.lease });
        each.began ??= record.at;
        each.claims++;
        each.beats++;
        return;
      }
      case "renew": {
        const each = held(record.trial, record.token);
        if (each) each.beats++;
        return;
      }
      case "report": {
        const each = held(record.trial, record.token);
        if (!each) return;
        each.beats++;
        each.losses = 0;
        addReport(each.reports, record);
        return;
      }
      case "finish": {
        const each = held(record.trial, record.token);
        if (each) finish(each, record.outcome, record.at);
        return;
      }
      case "expire": {
        const each = held(record.trial, record.token);
        if (!each) return;
        running.delete(each.trial);
        wait(each);
        if (++each.losses < mostLosses) return;
        waiting.remove(each.trial);
        each.losses = 0;
        each.ended = record.at;
        fail(each, `${mostLosses} agents in a row were lost with it`);
        return;
      }
      case "retry":
        for (const each of record.trials.flatMap((trial) => trials[trial] ?? [])) {
          if (each.status !== "failed") continue;
          each.failures = 0;
          wait(each);
        }
        return;
      case "stop":
        stopped = true;
        return;
      case "resume":
        stopped = false;
        return;
    }
  };

  return {
    points,
    trials,
    waiting,
    running,
    held,
    apply,
    get stopped() {
      return stopped;
    },
    get token() {
      return token;
    },
  };
}

const fresh = (trial: number, configuration: number): TrialRecord => ({
  trial,
  configuration,
  status: "waiting",
  claims: 0,
  failures: 0,
  losses: 0,
  holder: undefined,
  token: 0,
  lease: 0,
  beats: 0,
  reports: [],
  value: undefined,
  metrics: {},
  reason: undefined,
  began: undefined,
  ended: undefined,
});

/** Keeps reports by growing resource. A resumed trial says again what it said before, and may say it anew. */
function addReport(reports: TrialReport[], { resource, value }: TrialReport): void {
  let at = reports.length;
  while (at > 0 && reports[at - 1]!.resource >= resource) at--;
  reports.splice(at, reports[at]?.resource === resource ? 1 : 0, { resource, value });
}
