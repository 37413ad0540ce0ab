import { constants } from "node:os";
import { exitCodes } from "@tweedie/core";

/** A signal that asks a process to stop: Ctrl-C, termination, a closed terminal, or a cluster's warning before its time limit. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGUSR1";

const signals: readonly StopSignal[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1"];

/** Exit code of a process that a signal has stopped after it saved its state. */
export const exitCodeOfSignal = (signal: StopSignal): number =>
  ({
    SIGINT: exitCodes.interrupted,
    SIGTERM: exitCodes.terminated,
    SIGHUP: exitCodes.hangup,
    SIGUSR1: exitCodes.requeue,
  })[signal];

/** Milliseconds in which further signals count as the same one: a Ctrl-C may arrive from the terminal and from npx. */
const debounceTime = 300;

export interface StopSignals {
  /** Aborted by the first signal, or by `stop` with its reason. */
  readonly abort: AbortSignal;
  /** Aborts without a signal. */
  stop(reason: string): void;
  /** Returns the first signal, if one was received. */
  received(): StopSignal | undefined;
  /** Removes the listeners. */
  release(): void;
}

/** Listens for signals. The first one aborts, so that the command can save and return; the second one exits at once. */
export function stopSignals(onFirst: (signal: StopSignal) => void): StopSignals {
  const controller = new AbortController();
  let received: StopSignal | undefined;
  let receivedAt = 0;
  const listen = (signal: StopSignal) => {
    if (received && performance.now() - receivedAt < debounceTime) return;
    if (received) return process.exit(128 + constants.signals[signal]);
    received = signal;
    receivedAt = performance.now();
    onFirst(signal);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, listen);
  return {
    abort: controller.signal,
    stop: (reason) => controller.abort(reason),
    received: () => received,
    release: () => signals.forEach((signal) => process.off(signal, listen)),
  };
}
