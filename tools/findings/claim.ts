import { bootstrapInterval, type Interval, meanOf } from "./bootstrap.ts";

/** A statement that some runs have a lower metric than others. */
export interface Claim {
  /** The statement, as a sentence. */
  readonly text: string;
  /** Metric of the runs that should be lower, by seed. */
  readonly lower: readonly number[];
  /** Metric of the runs that should be higher, by the same seeds. */
  readonly higher: readonly number[];
  readonly digits: number;
}

/** Runs in words, with a metric of them by seed. */
export interface Measured {
  readonly name: string;
  readonly numbers: readonly number[];
}

/** The claim that the runs with the lower mean have the lower metric. Runs without a finite mean count as higher. */
export function claimByMeans(
  first: Measured,
  second: Measured,
  { digits, text }: { readonly digits: number; readonly text: (lower: string, higher: string) => string },
): Claim {
  const isFirstLower = meanOf(first.numbers) < meanOf(second.numbers) || Number.isNaN(meanOf(second.numbers));
  const [lower, higher] = isFirstLower ? [first, second] : [second, first];
  return { text: text(lower.name, higher.name), lower: lower.numbers, higher: higher.numbers, digits };
}

/** `real` if the 95 % interval of the difference is above zero, `opposite` if it is below. */
export type Conclusion = "real" | "not separated" | "opposite";

export interface JudgedClaim {
  readonly conclusion: Conclusion;
  /** Mean difference, higher minus lower, over pairs of equal seeds. */
  readonly difference: Interval;
}

/** Judges a claim by the differences of runs with equal seeds. A run without a finite value separates nothing. */
export function judge({ text, lower, higher }: Claim): JudgedClaim {
  if (lower.length !== higher.length) throw new Error(`${text}: ${lower.length} runs against ${higher.length}`);
  const difference = bootstrapInterval(higher.map((value, i) => value - lower[i]!));
  const isFinite = Number.isFinite(difference.mean);
  const conclusion =
    isFinite && difference.low > 0 ? "real" : isFinite && difference.high < 0 ? "opposite" : "not separated";
  return { conclusion, difference };
}
