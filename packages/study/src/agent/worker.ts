import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, TweedieError } from "@tweedie/core";
import type { RunEvent } from "@tweedie/engine";
import type { Assignment, FromWorker, ToWorker } from "./messages.ts";

/** A terminal and a cluster send these to every process; what is to be done about them is the agent's to say. */
const ignored = ["SIGINT", "SIGTERM", "SIGUSR1", "SIGHUP"] as const;

/**
 * The life of a worker: plays one trial after another, as the agent that started this process says. What all trials need is
 * loaded for the first of them and stays.
 *
 * A worker never outlives its right to write: it ends with its agent, and when the lease of its trial is not renewed in time.
 * The promise stays open for as long as that.
 */
export function work(): Promise<never> {
  for (const signal of ignored) process.on(signal, () => undefined);
  let stop = new AbortController();
  let end: NodeJS.Timeout | undefined;
  const endAfter = (lease: number) => {
    clearTimeout(end);
    end = setTimeout(() => process.exit(exitCodes.failed), lease);
  };
  process.on("disconnect", () => process.exit(exitCodes.failed));
  process.on("message", (message: ToWorker) => {
    switch (message.say) {
      case "play":
        stop = new AbortController();
        endAfter(message.lease);
        void play(message, stop.signal).then((last) => {
          clearTimeout(end);
          tell(last);
        });
        return;
      case "held":
        return endAfter(message.lease);
      case "stop":
        return stop.abort();
    }
  });
  return new Promise<never>(() => undefined);
}

/**
 * Waits for the worker that had the trial before, where its agent has just died on this machine: it ends by itself after its
 * step. What is then left of it is the file of a process that nobody here can see.
 */
async function lastOwnerGone(out: string, lease: number): Promise<void> {
  const { lockHolder, runFolder } = await import("@tweedie/engine");
  const begun = performance.now();
  const isThere = async () => (await lockHolder(runFolder(out).lock))?.host === hostname();
  while (performance.now() - begun < lease / 2 && (await isThere())) await sleep(20);
}

const tell = (message: FromWorker): void => void process.send!(message);

/** Runs a trial and gives the last that is to be said of it. */
async function play(assignment: Assignment, signal: AbortSignal): Promise<FromWorker> {
  const { experiment: file, overrides, out, threads, lease } = assignment;
  try {
    const { run, validateExperiment } = await import("@tweedie/engine");
    await lastOwnerGone(out, lease);
    const experiment = await validateExperiment({ file, overrides });
    const { batch } = experiment.settings.distill;
    const onEvent = (event: RunEvent) => {
      if (event.event !== "metrics" || !event.measured || event.phase !== "distill" || event.step === 0) return;
      tell({ say: "measured", step: event.step, samples: event.step * batch, values: event.values });
    };
    // The cores are divided between the trials: a thread that draws ahead would take one from another trial.
    const share = { threads, drawAhead: "never" } as const;
    return { say: "ended", status: await run({ experiment, out, ...share, owned: true, signal, onEvent }) };
  } catch (error) {
    const exit = error instanceof TweedieError ? error.exitCode : exitCodes.failed;
    return { say: "failed", reason: error instanceof Error ? error.message : String(error), exit };
  }
}
