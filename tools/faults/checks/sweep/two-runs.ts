import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, isRefusal, start } from "../../product/process.ts";
import { hasFinished, prepareTinyRun, resultsOf, runCommand, wholeRun } from "../../product/tiny-run.ts";

/** Starts two runs on the folder of a killed one at the same moment: one runs, the other refuses, and the log is right. */
export const twoRuns: Check = {
  id: "two-runs",
  group: "sweep",
  fault: "two runs on the folder of a killed one",
  done: "A run was killed; then two processes resumed it at the same moment. One must refuse, and the results be right.",
  times: { soak: 12, ci: 0 },
  run: resumeTwice,
  control: {
    without: "the lock of the folder",
    edits: [
      {
        file: "packages/engine/src/run/run-lock.ts",
        find: "if (result && isLock(result)) return runLock(result);",
        replace:
          'if (result && isLock(result)) return runLock(result);\n  if (result) return runLock({ path, text: "", isHeld: () => true, release: () => undefined });',
      },
    ],
  },
};

async function resumeTwice({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const whole = await wholeRun(reference);
  for (let pair = 0; pair < times; pair++) {
    const tiny = prepareTinyRun(build, join(folder, String(pair)));
    const first = start(runCommand(tiny));
    let over = false;
    void first.end.then(() => (over = true));
    while (!over && !existsSync(join(tiny.cwd, tiny.out, "status.json"))) await sleep(10);
    await sleep(numbers.uniform() * 0.3 * whole.time);
    first.kill();
    await first.end;
    const ends = await Promise.all([0, 1].map(() => start(runCommand(tiny)).end));
    const fault = ends.map(faultOf).find((text) => text !== undefined);
    const finished = ends.filter(hasFinished).length;
    if (fault !== undefined) tally.add("crashed", fault);
    else if (resultsOf(join(tiny.cwd, tiny.out)) !== whole.results) tally.add("silent", `${finished} of two finished`);
    else if (finished === 0 || ends.some((end) => !hasFinished(end) && !isRefusal(end)))
      tally.add("lost", "none finished");
    else tally.add(finished === 1 ? "refused" : "harmless"); // the second may begin when the first has ended
  }
}
