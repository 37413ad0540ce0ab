import { isGone } from "../journal/process-identity.ts";
import type { TrialRecord } from "../state/replay-state.ts";

export interface LeaseMonitor {
  /** True if the holder's process is gone from this machine, or has sent no heartbeat for the length of its lease. */
  isExpired(trial: TrialRecord): boolean;
}

/**
 * Measures the age of each heartbeat by this process's own clock, from when it first saw it.
 * Clocks of two machines are never compared.
 */
export function createLeaseMonitor(): LeaseMonitor {
  const seen = new Map<number, { readonly token: number; readonly beats: number; readonly at: number }>();
  return {
    isExpired: ({ trial, token, beats, holder, lease }) => {
      const last = seen.get(trial);
      if (last?.token !== token || last.beats !== beats) seen.set(trial, { token, beats, at: performance.now() });
      return isGone(holder!) || performance.now() - seen.get(trial)!.at > lease;
    },
  };
}
