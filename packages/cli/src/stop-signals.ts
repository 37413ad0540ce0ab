import { constants } from "node:os";
import { exitCodes } from "@tweedie/core";

/** How a process is asked to stop: by Ctrl-C, by whoever wants the machine back, by a cluster whose time limit nears. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGUSR1";

const signals: readonly StopSignal[] = ["SIGINT", "SIGTERM", "SIGUSR1"];

/** With what a process ends that a signal has stopped in good order. */
export const exitCodeOfSignal = (signal: StopSignal): number =>
  ({ SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated, SIGUSR1: exitCodes.requeue })[signal];

/** One Ctrl-C may arrive twice, from the terminal and from npx: within this time, in milliseconds, it is one. */
const echo = 300;

export interface StopSignals {
  /** Aborted by the first signal. */
  readonly abort: AbortSignal;
  /** The first signal, if there was one. */
  received(): StopSignal | undefined;
  release(): void;
}

/** Listens for signals. The first asks for an end in good order, the second ends the process at once. */
export function stopSignals(onFirst: (signal: StopSignal) => void): StopSignals {
  const controller = new AbortController();
  let received: StopSignal | undefined;
  let first = 0;
  const listen = (signal: StopSignal) => {
    if (received && performance.now() - first < echo) return;
    if (received) return process.exit(128 + constants.signals[signal]);
    received = signal;
    first = performance.now();
    onFirst(signal);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, listen);
  return {
    abort: controller.signal,
    received: () => received,
    release: () => signals.forEach((signal) => process.off(signal, listen)),
  };
}
