import { soak } from "../../../bench/journal/soak.ts";
import type { Check, CheckContext } from "../../check.ts";
import { addressOf } from "../../product/sources.ts";

/** Lets several agents share thousands of trials without work: each is run once. */
export const manyTrials: Check = {
  id: "many-trials",
  group: "sweep",
  fault: "many agents on one sweep",
  done: "Four agents claimed and finished the trials of one sweep as fast as they could.",
  times: { soak: 10_000, ci: 0 },
  run: shareTrials,
  control: {
    without: "the lock of the journal and the check of the claim's holder",
    edits: [
      {
        file: "packages/study/src/journal/journal.ts",
        find: "      const events = decide();\n",
        replace:
          "      const events = decide();\n      for (const until = performance.now() + 3; performance.now() < until;);\n",
      },
      {
        file: "packages/study/src/journal/lock.ts",
        find: "      if (result && isLock(result)) {",
        replace: "      if (attempt === 0) return work({ isHeld: () => true });\n      if (result && isLock(result)) {",
      },
      {
        file: "packages/study/src/open-study/claim-trial.ts",
        find: "trial.token === token && isOwn(trial, agent)",
        replace: "trial.token === token",
      },
    ],
    times: 300,
  },
};

async function shareTrials({ build, times, tally }: CheckContext): Promise<void> {
  const result = await soak(4, times, addressOf(build, "study/src/index.ts"));
  const { duplicated, lost, claimMedian, claimP99, reopen, seconds } = result;
  const [median, p99] = [claimMedian, claimP99].map((time) => time.toFixed(1));
  tally.measured = `Claims took ${median} ms (median) and ${p99} ms (99th percentile), all trials ${seconds.toFixed(0)} s, reopening ${reopen.toFixed(0)} ms.`;
  // Failures first: the end of the check's time must not hide them.
  if (lost > 0) tally.record("lost", "trials were finished by none", lost);
  if (duplicated > 0) tally.record("silent", "trials were run twice", duplicated);
  tally.add("harmless", "", times - lost - duplicated);
}
