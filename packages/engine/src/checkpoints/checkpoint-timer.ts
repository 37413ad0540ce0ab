/** Seconds of training that a killed run loses at most, unless its experiment says otherwise. */
const defaultSeconds = 60;

/** Multiple of the time of a save that passes before the next one is due by time, so that saving takes at most 5 % of the training. */
const leastMultiple = 20;

/** Decides when a checkpoint is due by time. */
export interface CheckpointTimer {
  isDue(): boolean;
  /** Performs a save, and measures it. */
  save(action: () => Promise<void>): Promise<void>;
}

/**
 * Creates the timer of a phase.
 *
 * @param seconds `checkpoint.seconds`; null: no checkpoint is due by time.
 * @param now Clock, in milliseconds.
 */
export function createCheckpointTimer(seconds: number | null = defaultSeconds, now: () => number): CheckpointTimer {
  let saved = now();
  let duration = 0;
  return {
    isDue: () => seconds !== null && now() - saved >= Math.max(1_000 * seconds, leastMultiple * duration),
    async save(action) {
      const begun = now();
      await action();
      saved = now();
      duration = saved - begun;
    },
  };
}
