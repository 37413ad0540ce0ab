import type { MetricsRow } from "@tweedie/engine";

/** Rows from whose times the rate is computed. */
const window = 8;

/** Measures training steps a second by the times at which rows of a log appear. */
export function createRateMeter(now: () => number = () => performance.now()): {
  /** Adds new rows. Returns the rate, if two looks at the log found rows of the same phase. */
  add(rows: readonly MetricsRow[]): number | undefined;
} {
  let seen: { readonly at: number; readonly phase: string; readonly step: number }[] = [];
  return {
    add: (rows) => {
      const last = rows.at(-1);
      if (last) {
        const isSame = seen.at(-1)?.phase === last.phase && seen.at(-1)!.step < last.step;
        seen = [...(isSame ? seen.slice(1 - window) : []), { at: now(), phase: last.phase, step: last.step }];
      }
      const [first, newest] = [seen[0], seen.at(-1)];
      if (!first || !newest || first === newest) return undefined;
      return (1_000 * (newest.step - first.step)) / (newest.at - first.at);
    },
  };
}
