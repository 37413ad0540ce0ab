import { type Claim, judge } from "./claim.ts";
import { formatInterval } from "./format.ts";

export type Outcome = "reproduced" | "not reproduced" | "not run";

/**
 * Compares the claims of a question that are real with those of short runs.
 *
 * A claim is reproduced if the mean difference has the same sign. It was not run if both have the same numbers: those of committed results.
 */
export function reproduce(
  committed: readonly Claim[],
  short: readonly Claim[],
): readonly { readonly outcome: Outcome; readonly line: string }[] {
  const real = committed.filter((claim) => judge(claim).conclusion === "real");
  return real.map((claim) => {
    const stated = formatInterval(judge(claim).difference, claim.digits);
    const same = short.find(({ text }) => text === claim.text);
    const { outcome, measured } = compare(claim, same);
    return { outcome, line: `${outcome}: ${claim.text}: ${measured}, stated ${stated}` };
  });
}

function compare(claim: Claim, short: Claim | undefined): { readonly outcome: Outcome; readonly measured: string } {
  // Some claims name the better of two in their text: with the other order there is no claim of this text.
  if (!short) return { outcome: "not reproduced", measured: "the order is another" };
  const isCommitted = [short.lower, short.higher].every(
    (numbers, i) => JSON.stringify(numbers) === JSON.stringify([claim.lower, claim.higher][i]),
  );
  const { difference } = judge(short);
  const measured = formatInterval(difference, claim.digits);
  if (isCommitted) return { outcome: "not run", measured: "no short run" };
  return { outcome: difference.mean > 0 ? "reproduced" : "not reproduced", measured };
}
