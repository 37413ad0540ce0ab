import { problemsIn } from "../problems/findings.ts";
import type { Check, Suite } from "./check.ts";

/** A violation of a contract. */
export interface Problem {
  /** Groups and name of the check: `loss > of points > is a pure function of the batch`. */
  readonly check: string;
  /** Description of the violation, with the values found; may have several lines. */
  readonly what: string;
  /** The error, if the plugin threw one. */
  readonly error?: unknown;
}

/** A check that does not apply to a plugin. */
export interface SkippedCheck {
  readonly check: string;
  readonly reason: string;
}

/** Outcome of all checks of a contract. */
export interface CheckReport {
  readonly problems: readonly Problem[];
  readonly skipped: readonly SkippedCheck[];
  /** Checks without a problem. */
  readonly passed: readonly string[];
}

type Outcome = { readonly problems: readonly Problem[] } | SkippedCheck | { readonly passed: string };

/** Runs the checks of a contract one after another. An error in one of them is its problem; the others still run. */
export async function runSuite(role: string, suite: () => Suite): Promise<CheckReport> {
  const outcomes: Outcome[] = [];
  try {
    for (const [name, check] of checksIn(suite())) outcomes.push(await outcomeOf(name, check));
  } catch (error) {
    outcomes.push({ problems: [thrown(`${role} > can be created`, error)] });
  }
  return {
    problems: outcomes.flatMap((each) => ("problems" in each ? each.problems : [])),
    skipped: outcomes.filter((each) => "reason" in each),
    passed: outcomes.flatMap((each) => ("passed" in each ? [each.passed] : [])),
  };
}

const checksIn = ({ name, checks, groups = [] }: Suite): readonly (readonly [string, Check])[] =>
  [...checks.map((check) => [check.name, check] as const), ...groups.flatMap(checksIn)].map(([inner, check]) => [
    `${name} > ${inner}`,
    check,
  ]);

async function outcomeOf(name: string, check: Check): Promise<Outcome> {
  try {
    const reason = check.skipReason?.();
    if (reason !== undefined) return { check: name, reason };
    const found = problemsIn(await check.find());
    return found.length > 0 ? { problems: found.map((what) => ({ check: name, what })) } : { passed: name };
  } catch (error) {
    return { problems: [thrown(name, error)] };
  }
}

const thrown = (check: string, error: unknown): Problem => ({
  check,
  what: error instanceof Error ? error.message : String(error),
  error,
});
