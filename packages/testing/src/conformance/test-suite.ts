import { describe, test } from "vitest";
import type { Suite } from "../checks/check.ts";
import { expectNoProblem } from "../expectations/expect-no-problem.ts";

/** Milliseconds for one check: the first one loads TensorFlow.js, which takes longer than a runner's default on a busy machine. */
const timeout = 240_000;

/** Makes each check of a contract a test. A check that does not apply is skipped, with the reason. */
export function testSuite({ name, checks, groups = [] }: Suite): void {
  describe(name, () => {
    for (const check of checks) {
      test(check.name, { timeout }, async ({ skip }) => {
        const reason = check.skipReason?.();
        skip(reason !== undefined, reason);
        expectNoProblem(await check.find());
      });
    }
    groups.forEach(testSuite);
  });
}
