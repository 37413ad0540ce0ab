import type { Clock } from "./back-off.ts";

/** A clock whose time passes only in waits. */
export interface VirtualClock extends Clock {
  /** Lengths of the waits that ended by themselves, in milliseconds. */
  readonly waits: number[];
}

/**
 * Creates a clock whose waits end at once, or with `hold` when their signal is aborted.
 *
 * @param onWait Called with the time after each wait.
 */
export function virtualClock({
  hold = false,
  onWait = (_: number): void | Promise<void> => undefined,
} = {}): VirtualClock {
  let time = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    random: () => 0.5,
    async wait(milliseconds, signal) {
      if (signal.aborted) return;
      if (hold) return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      // Timers and sockets have their turn, so that a wait of virtual time cannot starve them.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      time += milliseconds;
      waits.push(milliseconds);
      await onWait(time);
    },
  };
}
