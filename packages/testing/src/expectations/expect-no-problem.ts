import { AssertionError } from "node:assert";
import { problemsIn, type Findings } from "../problems/findings.ts";

/** Fails the test with the problems found, if there are any. */
export function expectNoProblem(findings: Findings): void {
  const problems = problemsIn(findings);
  if (problems.length > 0) throw new AssertionError({ message: problems.join("\n") });
}
