import { fork } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { emptyTrials } from "../../../bench/journal/soak.ts";
import type { Check, CheckContext } from "../../check.ts";
import { createLoopImage } from "../../product/loop-image.ts";
import { addressOf, load, runTypescript } from "../../product/sources.ts";

/** Trials of the sweep, more than are finished before the last cut. */
const trials = 100_000;

/** Cuts the power of the disk under a sweep: every trial whose end was reported must be in the journal, and the sweep goes on. */
export const powerCutSweep: Check = {
  id: "power-cut-sweep",
  group: "crash",
  fault: "power cut during a sweep",
  done: "The image of an ext4 disk was copied while a process claimed and finished trials, and the sweep continued on the copy.",
  times: { soak: 100, ci: 0 },
  needs: ["loop device"],
  run: cutPower,
  control: {
    without: "fsync of the journal",
    edits: [{ file: "packages/study/src/journal/journal.ts", find: "    fsyncSync(file);\n", replace: "" }],
    times: 30,
  },
};

async function cutPower({ build, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { createStudy, openStudy } = await load(build, "study/src/index.ts");
  const disk = createLoopImage(folder, 24);
  const sweep = join(disk.path, "sweep");
  await createStudy(sweep, emptyTrials(trials));
  const writer = fileURLToPath(new URL("../../writers/trials.ts", import.meta.url));
  const child = fork(writer, [addressOf(build, "study/src/index.ts"), sweep], { execArgv: [...runTypescript(build)] });
  let finished = 0;
  child.on("message", (count) => (finished = Number(count)));
  try {
    while (finished === 0) await sleep(20);
    for (let cut = 0; cut < times; cut++) {
      await sleep(10 + 200 * numbers.uniform());
      child.kill("SIGSTOP");
      await sleep(5); // for the messages that are on their way
      const acknowledged = finished;
      const left = join(folder, `cut-${cut}`);
      disk.cut((path) => cpSync(join(path, "sweep"), left, { recursive: true }));
      // After a real cut its holder is gone with all processes of that boot.
      rmSync(join(left, "journal.jsonl.lock"), { force: true });
      const study = await openStudy(left);
      const { complete } = study.state().counts;
      if (complete < acknowledged) tally.add("lost", `${acknowledged} trials were finished, ${complete} are left`);
      else if (!isClaim(await study.claim("after"))) tally.add("lost", "no trial can be claimed after the cut");
      else tally.add("harmless");
      rmSync(left, { recursive: true });
      child.kill("SIGCONT");
    }
  } finally {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.kill("SIGKILL")) await gone;
    disk.unmount();
  }
}

const isClaim = (answer: object | string): boolean => typeof answer === "object" && !("wait" in answer);
