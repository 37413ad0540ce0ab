import { setTimeout as sleep } from "node:timers/promises";
import type { Claim, Study } from "../study.ts";
import type { Measurement } from "./messages.ts";
import { outcomeOf } from "./outcome.ts";
import { startWorker, type WorkerProcess } from "./worker-process.ts";

export interface AgentOptions {
  readonly study: Study;
  /** What people call it. */
  readonly name: string;
  /** Trials at a time. */
  readonly workers: number;
  /** Threads of one step of a trial. */
  readonly threads: number;
  /** The module that a worker runs, and its arguments. */
  readonly entry: readonly string[];
  /** Aborting it ends all trials after their step; they go back to the sweep with their checkpoints. */
  readonly signal: AbortSignal;
  /** What workers write. */
  readonly onText: (text: string) => void;
}

/** The longest that an idle worker waits before it asks again, in milliseconds. */
const longestWait = 5_000;

/**
 * Claims trials of a sweep and has them played in processes, several at a time, until there are none or it is to stop.
 *
 * It computes nothing itself, so that its signs of life are never late. Returns whether the sweep has no trial left.
 */
export async function runAgent(options: AgentOptions): Promise<"finished" | "stopped"> {
  const { study, name, workers, signal, entry, onText } = options;
  const rest = restOf(signal);
  const slot = async (): Promise<"finished" | "stopped"> => {
    let worker: WorkerProcess | undefined;
    try {
      while (!signal.aborted) {
        const claim = await study.claim(name);
        if (claim === "finished") return "finished";
        if ("wait" in claim) {
          await rest.wait(Math.min(claim.wait, longestWait));
          continue;
        }
        if (!worker?.alive) worker = startWorker(entry, onText);
        const isSound = await supervise(claim, worker, options);
        // What an error has left in a process, nobody knows. One that is killed may look alive for a while.
        if (!isSound) {
          worker.kill();
          worker = undefined;
        }
        rest.wake();
      }
      return "stopped";
    } finally {
      worker?.kill();
    }
  };
  const ends = await Promise.all(Array.from({ length: workers }, slot));
  return ends.every((end) => end === "finished") ? "finished" : "stopped";
}

/** Has a trial played, and sees to its lease, its reports and its end. Returns whether its worker can play another. */
async function supervise(claim: Claim, worker: WorkerProcess, options: AgentOptions): Promise<boolean> {
  const { study, threads, signal } = options;
  const { metric, pruning } = study.plan;
  const { experiment, overrides, folder: out, lease } = claim;
  let [lost, pruned] = [false, false];

  const obey = (verdict: "held" | "continue" | "prune" | "lost" | "stop"): void => {
    switch (verdict) {
      case "held":
      case "continue":
        return worker.held(lease);
      case "lost":
        lost = true;
        return worker.kill();
      case "prune":
        pruned = true;
        return worker.stop();
      case "stop":
        return worker.stop();
    }
  };
  // A journal that cannot be written for a moment is tried again; for longer than the lease, and the worker ends itself.
  const attempt = (asked: Promise<Parameters<typeof obey>[0]>): Promise<void> => asked.then(obey, () => undefined);
  let reported = Promise.resolve();
  const onMeasured = ({ step, samples, values }: Measurement) => {
    const value = values[metric.name];
    if (value === undefined) return;
    const resource = pruning?.resource === "samples" ? samples : step;
    reported = reported.then(() => attempt(study.report(claim, { resource, value })));
  };

  const beat = setInterval(() => void attempt(study.renew(claim)), lease / 4);
  const stop = () => worker.stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const playing = worker.play({ experiment, overrides, out, threads, lease }, onMeasured);
    if (signal.aborted) stop();
    const end = await playing;
    await reported;
    if (!lost) await study.finish(claim, outcomeOf(end, { pruned }));
    return end.say === "ended";
  } finally {
    clearInterval(beat);
    signal.removeEventListener("abort", stop);
  }
}

/** Pauses of idle slots, which end early where another slot has changed something. */
function restOf(signal: AbortSignal): { wait(milliseconds: number): Promise<void>; wake(): void } {
  let waking = new AbortController();
  return {
    wait: (milliseconds) =>
      sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, waking.signal]) }).catch(() => undefined),
    wake: () => {
      waking.abort();
      waking = new AbortController();
    },
  };
}
