import { setTimeout as wait } from "node:timers/promises";

/** Source of time and chance of the pauses; tests replace it. */
export interface Clock {
  /** Time in milliseconds since any fixed moment. */
  now(): number;
  /** Waits for some milliseconds, or until the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** A number in [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
  random: Math.random,
};

/** First pause and longest pause without a request of the server, in milliseconds. */
const [firstPause, longestPause] = [500, 60_000];
/** Longest pause that a server may ask for, in milliseconds. */
const longestRetryAfter = 300_000;
/** Share by which a pause varies, so that many runs do not return to a server at once. */
const jitter = 0.25;

/** Pause after the given number of failures in a row, in milliseconds: doubled each time, with jitter. */
export const pauseAfter = (failures: number, random: number): number =>
  Math.min(longestPause, firstPause * 2 ** (failures - 1)) * (1 + jitter * (2 * random - 1));

/** Pause that an error asks for by its number `retryAfter` in seconds, in milliseconds; 0 if it has none. */
export function requestedPause(error: unknown): number {
  const { retryAfter } = (error ?? {}) as { retryAfter?: unknown };
  return typeof retryAfter === "number" && retryAfter > 0 ? Math.min(longestRetryAfter, retryAfter * 1_000) : 0;
}
