import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, TweedieError } from "@tweedie/core";
import type { RunEvent } from "@tweedie/engine";
import type { FromWorker, ToWorker, TrialTask } from "./messages.ts";

/** Signals that terminals and clusters send to every process of a group. The agent handles them for its workers. */
const ignoredSignals = ["SIGINT", "SIGTERM", "SIGUSR1", "SIGHUP"] as const;

/** Milliseconds between two signs of life. */
const aliveInterval = 1_000;

/**
 * Runs trials one after another, as the agent that started this process asks. Modules and caches loaded for the first trial
 * stay for the next ones.
 *
 * The process exits when its agent ends. If the agent is suspended, the trial goes on: should another agent claim it, that agent's worker
 * takes over the lock of the run folder, and this one stops before its next write. The promise never resolves.
 */
export function runWorker(): Promise<never> {
  for (const signal of ignoredSignals) process.on(signal, () => undefined);
  let stop = new AbortController();
  const exit = () => process.exit(exitCodes.failed);
  process.on("disconnect", exit);
  if (!process.connected) exit(); // the agent ended while the modules of this process were loaded
  process.on("message", (message: ToWorker) => {
    switch (message.type) {
      case "run":
        stop = new AbortController();
        return void runTrial(message, stop.signal).then(send);
      case "stop":
        return stop.abort();
    }
  });
  setInterval(() => send({ type: "alive" }), aliveInterval);
  return new Promise<never>(() => undefined);
}

/**
 * Waits, for at most half a lease, until no process of this machine holds the run folder: when an agent crashes, its workers exit
 * after their step. The run takes over a lock that remains (`owned`).
 */
async function waitForPreviousWorker(out: string, lease: number): Promise<void> {
  const { lockHolder, runFolder } = await import("@tweedie/engine");
  const began = performance.now();
  const isHeld = () => lockHolder(runFolder(out).lock)?.state === "alive";
  while (performance.now() - began < lease / 2 && isHeld()) await sleep(20);
}

/** Sends a message. A failure means that the agent has ended, and then this process exits too. */
const send = (message: FromWorker): void => void process.send!(message, undefined, undefined, () => undefined);

/** Runs a trial. Returns the last message about it. */
async function runTrial(task: TrialTask, signal: AbortSignal): Promise<FromWorker> {
  const { experiment: file, overrides, out, threads, lease, trusted } = task;
  try {
    const { findProject, run, trustProject, validateExperiment } = await import("@tweedie/engine");
    await waitForPreviousWorker(out, lease);
    const trust = trustProject(await findProject(process.cwd()), trusted);
    const experiment = await validateExperiment({ file, overrides }, { trust });
    const { batch } = experiment.settings.distill;
    const onEvent = (event: RunEvent) => {
      if (event.event !== "metrics" || !event.measured || event.phase !== "distill" || event.step === 0) return;
      send({ type: "measured", step: event.step, samples: event.step * batch, values: event.values });
    };
    // The cores are divided among the trials: a thread that draws ahead would take a core from another trial.
    const resources = { threads, drawAhead: "never" } as const;
    return { type: "ended", status: await run({ experiment, out, ...resources, owned: true, signal, onEvent }) };
  } catch (error) {
    const exit = error instanceof TweedieError ? error.exitCode : exitCodes.failed;
    return { type: "failed", reason: error instanceof Error ? error.message : String(error), exit };
  }
}
