import { setTimeout as sleep } from "node:timers/promises";
import type { TrustedFiles } from "@tweedie/engine";
import type { Study } from "../study.ts";
import { superviseTrial } from "./supervise-trial.ts";
import { startWorker, type WorkerProcess } from "./worker-process.ts";

export interface AgentOptions {
  readonly study: Study;
  /** Name of the agent, for display. */
  readonly name: string;
  /** Number of trials at a time. */
  readonly workers: number;
  /** Threads of each trial. */
  readonly threads: number;
  /** CUDA_VISIBLE_DEVICES of a worker by its position; undefined: that of this process. */
  readonly device?: (worker: number) => string | undefined;
  /** Plugins outside the project of the working folder that may run in the workers. */
  readonly trusted: TrustedFiles;
  /** The module that a worker runs, and its arguments. */
  readonly entry: readonly string[];
  /** Aborting it stops each trial after its step. The trials return to the queue with their checkpoints. */
  readonly signal: AbortSignal;
  /** Receives the output of the workers. */
  readonly onText: (text: string) => void;
  /** Receives what the user should know, one line at a time. */
  readonly onWarning: (message: string) => void;
  /** Milliseconds without a sign of life after which a worker is ended. Default: 60 s. */
  readonly maxSilence?: number | undefined;
}

/** Longest wait of an idle slot, in milliseconds. */
const maxWait = 5_000;

/** Milliseconds between two notes that this process is awake. */
const awakeInterval = 1_000;

/**
 * Claims trials of a sweep and runs them in worker processes, several at a time, until none is left or the signal aborts.
 *
 * The agent's process computes nothing itself, so that heartbeats are never late. Returns `finished` if no trial is left.
 */
export async function runAgent(options: AgentOptions): Promise<"finished" | "stopped"> {
  const { study, name, workers, device, signal, entry, onText } = options;
  const pause = createPause(signal);
  const awake = setInterval(() => study.noteAwake(), awakeInterval);
  const slot = async (_: unknown, position: number): Promise<"finished" | "stopped"> => {
    let worker: WorkerProcess | undefined;
    try {
      while (!signal.aborted) {
        const claim = await study.claim(name);
        if (claim === "finished") return "finished";
        if ("wait" in claim) {
          await pause.wait(Math.min(claim.wait, maxWait));
          continue;
        }
        if (!worker?.alive) worker = startWorker(entry, onText, device?.(position));
        const canReuse = await superviseTrial(claim, worker, options);
        // An error leaves a process in an unknown state. A killed process may look alive for a while.
        if (!canReuse) {
          worker.kill();
          worker = undefined;
        }
        pause.wake();
      }
      return "stopped";
    } finally {
      worker?.kill();
    }
  };
  const ends = await Promise.all(Array.from({ length: workers }, slot)).finally(() => clearInterval(awake));
  return ends.every((end) => end === "finished") ? "finished" : "stopped";
}

/** Pauses of idle slots, which end early when another slot has finished a trial. */
function createPause(signal: AbortSignal): { wait(milliseconds: number): Promise<void>; wake(): void } {
  let waking = new AbortController();
  const wake = () => {
    waking.abort();
    waking = new AbortController();
  };
  // Not AbortSignal.any: Node 20 may garbage-collect its signal before it is aborted.
  signal.addEventListener("abort", wake, { once: true });
  return {
    wait: async (milliseconds) => {
      if (!signal.aborted) await sleep(milliseconds, undefined, { signal: waking.signal }).catch(() => undefined);
    },
    wake,
  };
}
