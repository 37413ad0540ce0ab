import { type Claim, judge } from "./claim.ts";
import { formatInterval } from "./format.ts";
import type { Description } from "./question.ts";
import { mapMetrics, type ResultsByName } from "./results.ts";

export type Outcome = "reproduced" | "not reproduced" | "not run";

/**
 * Compares the claims of a question that are real with those of short runs. A claim is reproduced if the mean difference has the same sign.
 *
 * @param results Results of the short runs, and committed ones of the sweeps that were not run.
 * @param notRun Names of these sweeps. A claim that changes with their numbers was not run.
 */
export function reproduce(
  describe: (results: ResultsByName) => Pick<Description, "claims">,
  committed: ResultsByName,
  results: ResultsByName,
  notRun: readonly string[],
): readonly { readonly outcome: Outcome; readonly line: string }[] {
  const [stated, short] = [describe(committed).claims, describe(results).claims];
  const kept = Object.fromEntries(notRun.map((name) => [name, results[name]!]));
  const changed = describe({ ...results, ...mapMetrics(kept, (value) => 1.618 * value + 0.0517) }).claims;
  return stated
    .filter((claim) => judge(claim).conclusion === "real")
    .map((claim) => {
      const find = (claims: readonly Claim[]) => claims.find(({ text }) => text === claim.text);
      const { outcome, measured } = compare(claim, find(short), find(changed));
      const { difference } = judge(claim);
      return {
        outcome,
        line: `${outcome}: ${claim.text}: ${measured}, stated ${formatInterval(difference, claim.digits)}`,
      };
    });
}

function compare(
  { digits }: Claim,
  short: Claim | undefined,
  changed: Claim | undefined,
): { readonly outcome: Outcome; readonly measured: string } {
  // Some claims name the better of two in their text: with the other order there is no claim of this text.
  if (!short) return { outcome: "not reproduced", measured: "the order is another" };
  if (!changed || numbersOf(short) !== numbersOf(changed)) return { outcome: "not run", measured: "no short run" };
  const { difference } = judge(short);
  const outcome = difference.mean > 0 ? "reproduced" : "not reproduced";
  return { outcome, measured: formatInterval(difference, digits) };
}

const numbersOf = ({ lower, higher }: Claim): string => JSON.stringify([lower, higher]);
