import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Check, CheckContext } from "../../check.ts";
import { createLoopImage } from "../../product/loop-image.ts";
import { start } from "../../product/process.ts";
import { classifyResumed } from "../../product/resume.ts";
import { load } from "../../product/sources.ts";
import { placeOf, prepareTinyRun, runCommand, savedPlace, wholeRun } from "../../product/tiny-run.ts";

/** Cuts from one that is followed by resuming the run, and comparing its results, to the next. */
const resumedEvery = 10;

/** Cuts the power of the disk under a run: every checkpoint that `status.json` names must be there and whole. */
export const powerCutRun: Check = {
  id: "power-cut-run",
  group: "crash",
  fault: "power cut during a run",
  done: `The image of an ext4 disk was copied under a live run and mounted; every ${resumedEvery}th was resumed to its end.`,
  times: { soak: 100, ci: 0 },
  needs: ["loop device"],
  run: cutPower,
  control: {
    without: "fsync",
    edits: [
      { file: "packages/engine/src/run/write-durably.ts", find: "    await file.sync();\n", replace: "" },
      { file: "packages/engine/src/run/write-durably.ts", find: "    await folder.sync();\n", replace: "" },
    ],
    times: 30,
  },
};

async function cutPower(context: CheckContext): Promise<void> {
  const { build, folder, times } = context;
  const { results } = await wholeRun(context.reference);
  const disk = createLoopImage(folder, 24);
  try {
    for (let cuts = 0, run = 0; cuts < times; run++) {
      const out = join(disk.path, String(run));
      const running = start(runCommand(prepareTinyRun(build, join(folder, `run-${run}`), { out })));
      let over = false;
      void running.end.then(() => (over = true));
      try {
        while (!over && cuts < times) {
          await sleep(20 + 400 * context.numbers.uniform());
          running.kill("SIGSTOP"); // so that the copy is of one moment
          const acknowledged = savedPlace(out);
          if (acknowledged > 0) {
            const left = join(folder, `cut-${cuts}`);
            disk.cut((path) => cpSync(join(path, String(run)), left, { recursive: true }));
            const isResumed = cuts++ % resumedEvery === 0;
            if (isResumed) {
              running.kill(); // a power cut ends the process whose lock the copy contains
              await running.end;
            }
            await classifyCut(context, { left, acknowledged, results: isResumed ? results : undefined });
          }
          running.kill("SIGCONT");
        }
      } finally {
        running.kill();
        await running.end;
      }
    }
  } finally {
    disk.unmount();
  }
}

/** Checks what a cut has left of a run; with `results`, the run is resumed, and must end with them. */
async function classifyCut(
  { build, tally }: CheckContext,
  cut: { readonly left: string; readonly acknowledged: number; readonly results: string | undefined },
): Promise<void> {
  const { left, acknowledged, results } = cut;
  const { loadCheckpoint } = await load(build, "engine/src/run/checkpoint.ts");
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  const found = await loadCheckpoint(join(left, "checkpoints"), warn).catch((error: Error) => warn(error.message));
  const place = found ? placeOf(found) : 0;
  if (place < acknowledged) tally.add("lost", `${acknowledged} was saved, ${place} is left`);
  else if (warnings.length > 0) tally.add("lost", warnings.join());
  else if (results === undefined) tally.add("harmless");
  else tally.add(...(await classifyResumed(prepareTinyRun(build, `${left}-resumed`, { out: left }), results)));
}
