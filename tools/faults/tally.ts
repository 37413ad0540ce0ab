/**
 * Outcome of one fault.
 *
 * `harmless`: the result is that of an undisturbed run. `healed`: the product said what it found, and the result is the same.
 * `refused`: it ended with one message that names the place. The others are faults of the product: `lost` acknowledged work,
 * a wrong result without a word (`silent`), and a stack, a hang or a death that was not asked for (`crashed`).
 */
export const outcomes = ["harmless", "healed", "refused", "lost", "silent", "crashed"] as const;

export type Outcome = (typeof outcomes)[number];

export type Counts = Readonly<Record<Outcome, number>>;

/** Limits after which a tally ends its check. */
export interface Limits {
  /** Ends the check at its first failure: a control needs no more than one. Default: false. */
  readonly stopAtFailure?: boolean;
  /** Seconds after which the next outcome ends the check. Default: no limit. */
  readonly seconds?: number;
}

/** Outcomes of a check, and what happened at those that are faults of the product. */
export interface Tally {
  readonly limits: Limits;
  readonly counts: Counts;
  readonly failures: readonly string[];
  /** A measured number in words, such as a waiting time. */
  measured?: string;
  /** Counts the outcome of a fault, or of several that have one result. */
  record(outcome: Outcome, detail?: string, times?: number): void;
  /** Records an outcome. Throws `FirstFailure` or `TimeIsOver` if a limit is reached. */
  add(outcome: Outcome, detail?: string, times?: number): void;
}

/** Failures that are kept with their detail. */
const keptFailures = 20;

export const isFailure = (outcome: Outcome): boolean => ["lost", "silent", "crashed"].includes(outcome);

/** Thrown by a tally that ends its check at the first failure. */
export class FirstFailure extends Error {
  override readonly name = "FirstFailure";
}

/** Thrown by a tally that ends its check because its time is over. */
export class TimeIsOver extends Error {
  override readonly name = "TimeIsOver";
}

/** An empty tally. `onOutcome` receives each outcome that is recorded. */
export function createTally(limits: Limits = {}, onOutcome: Tally["record"] = () => undefined): Tally {
  const begun = performance.now();
  const counts = { harmless: 0, healed: 0, refused: 0, lost: 0, silent: 0, crashed: 0 };
  const failures: string[] = [];
  const record = (outcome: Outcome, detail = "", times = 1): void => {
    counts[outcome] += times;
    if (isFailure(outcome) && failures.length < keptFailures) failures.push(`${outcome}: ${detail}`);
    onOutcome(outcome, detail, times);
  };
  return {
    limits,
    counts,
    failures,
    record,
    add(outcome, detail, times) {
      record(outcome, detail, times);
      if (limits.stopAtFailure && isFailure(outcome)) throw new FirstFailure(detail);
      if (performance.now() - begun > 1_000 * (limits.seconds ?? Infinity)) throw new TimeIsOver();
    },
  };
}

/** Number of faults that were injected. */
export const injected = (counts: Counts): number => outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);

/** Number of faults of the product. */
export const failed = (counts: Counts): number => counts.lost + counts.silent + counts.crashed;

/**
 * Upper limit of the probability of a failure, at a confidence of 95 %, after `times` independent trials without one.
 * It solves `(1 - p)^times = 0.05`, which is close to `3 / times`: the rule of three.
 */
export const upperBound = (times: number): number => (times === 0 ? 1 : 1 - 0.05 ** (1 / times));
