import { stateOfProcess } from "@tweedie/engine/locks";
import type { TrialRecord } from "../state/replay-state.ts";

export interface LeaseMonitor {
  /** True if the holder's process is dead, or has sent no heartbeat for the length of its lease. */
  isExpired(trial: TrialRecord): boolean;
  /** Notes that this process is awake. A process that calls it every second does not count time in which it was suspended. */
  noteAwake(): void;
}

/** Milliseconds between two notes above which this process was suspended. */
const longestGap = 5_000;

/** Lease in milliseconds of a claim whose line in the journal is damaged. */
const unknownLease = 60_000;

/**
 * Measures the age of each heartbeat by this process's own clock, from when it first saw it.
 * Clocks of two machines are never compared.
 */
export function createLeaseMonitor(): LeaseMonitor {
  const seen = new Map<number, { readonly token: number; readonly beats: number; readonly at: number }>();
  let slept = 0;
  let noted: number | undefined;
  const noteAwake = () => {
    const now = performance.now();
    if (noted !== undefined && now - noted > longestGap) slept += now - noted;
    noted = now;
  };
  const now = () => {
    if (noted !== undefined) noteAwake();
    return performance.now() - slept;
  };
  return {
    isExpired: ({ trial, token, beats, holder, lease }) => {
      const last = seen.get(trial);
      if (last?.token !== token || last.beats !== beats) seen.set(trial, { token, beats, at: now() });
      const isDead = holder !== undefined && stateOfProcess(holder) === "dead";
      return isDead || now() - seen.get(trial)!.at > (lease || unknownLease);
    },
    noteAwake,
  };
}
