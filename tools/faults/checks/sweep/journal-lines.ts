import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyTrials } from "../../../bench/journal/soak.ts";
import type { Study } from "@tweedie/study";
import type { Check, CheckContext } from "../../check.ts";
import { load } from "../../product/sources.ts";

const trials = 40;

/** Makes a sweep of which half the trials are finished. Returns its folder and the bytes of its journal. */
async function makeSweep({
  build,
  folder,
}: CheckContext): Promise<{ readonly sweep: string; readonly journal: Buffer }> {
  const { createStudy } = await load(build, "study/src/index.ts");
  const sweep = join(folder, "sweep");
  const study = await createStudy(sweep, emptyTrials(trials));
  for (let trial = 0; trial < trials / 2; trial++) await finishOne(study);
  return { sweep, journal: readFileSync(join(sweep, "journal.jsonl")) };
}

async function finishOne(study: Study): Promise<boolean> {
  const claim = await study.claim("check");
  if (claim === "finished" || "wait" in claim) return false;
  return study.finish(claim, { status: "complete", metrics: { sw2: 1 } });
}

/** Damages one line of the journal: that line is lost, and the sweep goes on with all others. */
export const damagedLine: Check = {
  id: "damaged-line",
  group: "sweep",
  fault: "one damaged line of the journal",
  done: "One byte of a journal of 20 finished trials was changed; at most the trial of that line may be run again.",
  times: { soak: 200, ci: 20 },
  run: damageLines,
  control: {
    without: "going on after a damaged line",
    edits: [
      {
        file: "packages/study/src/journal/journal.ts",
        find: "    if (record === undefined) damaged++;\n",
        replace: '    if (record === undefined) throw new Error("a damaged line");\n',
      },
    ],
    times: 40,
  },
};

async function damageLines(context: CheckContext): Promise<void> {
  const { build, folder, times, numbers, tally } = context;
  const { sweep, journal } = await makeSweep(context);
  const { openStudy } = await load(build, "study/src/index.ts");
  const copy = join(folder, "copy");
  for (let change = 0; change < times; change++) {
    cpSync(sweep, copy, { recursive: true });
    const at = numbers.below(journal.length);
    const bytes = Buffer.from(journal);
    bytes[at]! ^= 1 << numbers.below(8);
    writeFileSync(join(copy, "journal.jsonl"), bytes);
    try {
      const study = await openStudy(copy);
      const { complete } = study.state().counts;
      if (complete < trials / 2 - 2) tally.add("lost", `byte ${at}: ${complete} of ${trials / 2} trials are left`);
      else if (complete > trials / 2 || !(await finishOne(study)))
        tally.add("silent", `byte ${at}: no trial can be run`);
      else tally.add(complete === trials / 2 ? "harmless" : "healed");
    } catch (error) {
      tally.add("crashed", `byte ${at}: ${(error as Error).message}`);
    }
    rmSync(copy, { recursive: true });
  }
}

/** Cuts the journal inside its last line: the next writer removes the torn line, and later ones are readable. */
export const tornJournal: Check = {
  id: "torn-journal",
  group: "sweep",
  fault: "a torn last line of the journal",
  done: "The journal was cut at a random byte of its last record; then two more trials were finished, and it was opened again.",
  times: { soak: 200, ci: 20 },
  run: tearJournal,
  control: {
    without: "removing a torn line before a write",
    edits: [
      {
        file: "packages/study/src/journal/journal.ts",
        find: "      if (isTorn) ftruncateSync(file, offset);\n",
        replace: "",
      },
    ],
    times: 40,
  },
};

async function tearJournal(context: CheckContext): Promise<void> {
  const { build, folder, times, numbers, tally } = context;
  const { sweep, journal } = await makeSweep(context);
  const { openStudy } = await load(build, "study/src/index.ts");
  const lastLine = journal.length - journal.lastIndexOf("\n", journal.length - 2) - 1;
  const copy = join(folder, "copy");
  for (let change = 0; change < times; change++) {
    cpSync(sweep, copy, { recursive: true });
    const left = journal.length - 1 - numbers.below(lastLine);
    truncateSync(join(copy, "journal.jsonl"), left);
    try {
      const study = await openStudy(copy);
      const before = study.state().counts.complete;
      const written = (await finishOne(study)) && (await finishOne(study));
      const { counts, damaged } = (await openStudy(copy)).state();
      if (before !== trials / 2 - 1) tally.add("lost", `${left} bytes: ${before} trials before the cut are left`);
      else if (!written || counts.complete !== before + 2)
        tally.add("lost", `${left} bytes: ${counts.complete} after two more`);
      else tally.add(damaged === 0 ? "healed" : "lost", `${left} bytes: ${damaged} damaged lines`);
    } catch (error) {
      tally.add("crashed", `${left} bytes: ${(error as Error).message}`);
    }
    rmSync(copy, { recursive: true });
  }
}
