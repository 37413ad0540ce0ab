import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, isRefusal, start } from "../../product/process.ts";
import { classifyResumed } from "../../product/resume.ts";
import {
  hasFinished,
  placeOf,
  prepareTinyRun,
  resultsOf,
  runCommand,
  savedPlace,
  type TinyRun,
  wholeRun,
} from "../../product/tiny-run.ts";

/** Deletes the folder of a live run: it stops with one message, leaves nothing that looks finished, and can be started anew. */
export const deletedFolder: Check = {
  id: "deleted-folder",
  group: "disk",
  fault: "the run folder is deleted under a live run",
  done: "The folder of a run was deleted at a random checkpoint; then the same command was given again.",
  times: { soak: 16, ci: 0 },
  run: deleteFolders,
  control: {
    without: "the check that the lock is still held",
    edits: [
      {
        file: "packages/engine/src/run/run-lock.ts",
        find: "      if (lock.isHeld()) return;",
        replace: '      if (lock.path !== "") return;',
      },
    ],
    times: 16,
  },
};

async function deleteFolders({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const whole = await wholeRun(reference);
  for (let deleted = 0, run = 0; deleted < times && run < 4 * times; run++) {
    const tiny = prepareTinyRun(build, join(folder, String(run)));
    const out = join(tiny.cwd, tiny.out);
    const running = start(runCommand(tiny));
    let over = false;
    void running.end.then(() => (over = true));
    const target = placeOf({ phase: numbers.pick(["pretrain", "distill"]), step: 10 * numbers.below(8) });
    while (!over && savedPlace(out) < target) await sleep(5);
    if (over || claimsEnd(out)) {
      running.kill();
      await running.end;
      continue; // it was faster than this process
    }
    remove(out);
    const end = await running.end;
    deleted++;
    const fault = faultOf(end);
    if (fault !== undefined) tally.add("crashed", fault);
    else if (hasFinished(end) && !looksWhole(tiny, whole.results)) tally.add("silent", "half a run ended as if whole");
    else if (!hasFinished(end) && !isRefusal(end)) tally.add("crashed", `exit code ${end.code} without a message`);
    else if (claimsEnd(out) && !looksWhole(tiny, whole.results)) tally.add("silent", "half a folder says it has ended");
    else {
      const [outcome, detail] = await classifyResumed(tiny, whole.results);
      tally.add(outcome === "harmless" && !hasFinished(end) ? "refused" : outcome, detail);
    }
  }
}

const looksWhole = ({ cwd, out }: TinyRun, results: string): boolean => {
  try {
    return resultsOf(join(cwd, out)) === results;
  } catch {
    return false;
  }
};

/** Removes a folder into which a process writes. */
function remove(folder: string): void {
  for (;;) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
    }
  }
}

/** True if the status of a folder says that the run has ended with a result. */
function claimsEnd(out: string): boolean {
  try {
    const { status } = JSON.parse(readFileSync(join(out, "status.json"), "utf8")) as { readonly status: string };
    return ["completed", "not-converged"].includes(status);
  } catch {
    return false;
  }
}
