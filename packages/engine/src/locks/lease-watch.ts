import type { FoundLock } from "./lock-record.ts";

/** Heartbeats of a holder in one lease: some may be late. */
export const beatsPerLease = 12;

/** Milliseconds that an incomplete lock file may stay as it is: a file system without hard links writes it in two steps. */
const incompleteLease = 2_000;

/** Lease in milliseconds of a lock of version 0.1.0, whose holder writes only its results. */
const formerLease = 600_000;

/** Longest time in milliseconds for which the holder of an old lock file is given the chance to send a heartbeat. */
const longestCheck = 10_000;

/** Milliseconds that count between two looks: in a longer gap this process, and perhaps the holder too, was suspended. */
const longestGap = 2_000;

export interface LeaseWatch {
  /** True if the lease has run out. `now` is the current time by the clock of the file system, in milliseconds. */
  isExpired(lock: FoundLock, now: number): boolean;
  /** True if a holder has sent a heartbeat since it was first seen. */
  hasBeaten(lock: FoundLock): boolean;
}

/**
 * Watches the heartbeats of a holder that cannot be observed. Clocks of two machines are never compared.
 *
 * The lease has run out if this process has seen no heartbeat for its length, by its own clock. If the file system says that the last
 * heartbeat is older than the lease, two missed heartbeats are enough. They are awaited, because its machine may just have been resumed.
 */
export function createLeaseWatch(): LeaseWatch {
  let seen: { readonly token: string; readonly beat: number } | undefined;
  let [silence, last, hasMoved] = [0, 0, false];
  const watch = ({ token, beat }: FoundLock): void => {
    const now = performance.now();
    if (seen?.token === token && seen.beat === beat) silence += Math.min(now - last, longestGap);
    else [hasMoved, silence, seen] = [seen?.token === token, 0, { token, beat }];
    last = now;
  };
  return {
    isExpired: (lock, now) => {
      watch(lock);
      const lease = leaseOf(lock);
      return (
        silence > lease || (now - lock.beat > lease && silence > Math.min((2 * lease) / beatsPerLease, longestCheck))
      );
    },
    hasBeaten: (lock) => {
      watch(lock);
      return hasMoved;
    },
  };
}

const leaseOf = ({ format, record }: FoundLock): number =>
  format === "current" ? record!.lease : format === "former" ? formerLease : incompleteLease;
