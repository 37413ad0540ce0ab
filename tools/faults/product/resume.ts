import { resolve } from "node:path";
import type { Outcome } from "../tally.ts";
import { type End, faultOf, finish, lastLine } from "./process.ts";
import { hasFinished, resultsOf, runCommand, type TinyRun } from "./tiny-run.ts";

/** Resumes a run until its end, and compares its results with those of an uninterrupted run. */
export async function classifyResumed(tiny: TinyRun, expected: string): Promise<[Outcome, string]> {
  return classifyEnd(tiny, await finish(runCommand(tiny)), expected);
}

/** Compares the results of a run that should have finished with those of an uninterrupted run. */
export function classifyEnd(tiny: TinyRun, end: End, expected: string): [Outcome, string] {
  const fault = faultOf(end);
  if (fault !== undefined) return ["crashed", fault];
  if (!hasFinished(end)) return ["lost", `not resumed, exit code ${end.code}: ${lastLine(end.stderr)}`];
  const isEqual = resultsOf(resolve(tiny.cwd, tiny.out)) === expected;
  return isEqual ? ["harmless", ""] : ["silent", "metrics, log or weights differ from those of an undisturbed run"];
}
