import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resultsOf } from "../../../sweeps/results.ts";
import type { Check, CheckContext, Control } from "../../check.ts";
import { faultOf, finish, isRefusal, lastLine } from "../../product/process.ts";
import { classifyEnd, classifyResumed } from "../../product/resume.ts";
import { mountSmallDisk } from "../../product/small-disk.ts";
import { hasFinished, prepareTinyRun, runCommand, wholeRun } from "../../product/tiny-run.ts";
import { prepareTinySweep, sweepCommand, wholeSweep } from "../../product/tiny-sweep.ts";

const withoutMessage: Control = {
  without: "the message of a full disk",
  edits: [
    {
      file: "packages/cli/src/errors/file-system-error.ts",
      find: '  ENOSPC: "no space left on the disk",\n',
      replace: "",
    },
  ],
  times: 8,
};

/** Fills the disk under a run at a random size, also its inodes: one message, and the same command continues when there is space. */
export const fullDiskRun: Check = {
  id: "full-disk-run",
  group: "disk",
  fault: "full disk, or no inodes, during a run",
  done: "The run folder was on a disk of 8 to 250 KiB, or of 5 to 35 inodes; `status.json` then says that the run failed. With more space, the run was resumed.",
  times: { soak: 20, ci: 0 },
  needs: ["mount"],
  run: fillUnderRun,
  control: withoutMessage,
};

async function fillUnderRun({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  for (let disk = 0; disk < times; disk++) {
    const isBytes = disk % 3 < 2;
    const [size, inodes] = isBytes ? [8 + numbers.below(242), 10_000] : [65_536, 5 + numbers.below(30)];
    const small = mountSmallDisk(join(folder, `disk-${disk}`), size, inodes);
    try {
      const tiny = prepareTinyRun(build, join(folder, String(disk)), { out: join(small.path, "out") });
      const end = await finish(runCommand(tiny));
      const place = isBytes ? `${size} KiB` : `${inodes} inodes`;
      if (hasFinished(end)) {
        const [outcome, detail] = classifyEnd(tiny, end, results);
        tally.add(outcome, `${place}: ${detail}`);
        continue;
      }
      const status = recordedStatus(join(small.path, "out"));
      if (!isRefusal(end)) tally.add("crashed", `${place}: ${faultOf(end) ?? `exit code ${end.code}`}`);
      else if (status === "running") tally.add("silent", `${place}: status.json says that the run still runs`);
      else {
        small.grow();
        const [outcome, detail] = await classifyResumed(tiny, results);
        tally.add(outcome === "harmless" ? "refused" : outcome, `${place}: ${detail}`);
      }
    } finally {
      small.unmount();
    }
  }
}

/** Status in a run folder; undefined if the disk was full before the run began. */
function recordedStatus(out: string): string | undefined {
  const path = join(out, "status.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { readonly status: string }).status : undefined;
}

/** Fills the disk under a sweep at a random size: its journal stays readable, and all its trials end when there is space. */
export const fullDiskSweep: Check = {
  id: "full-disk-sweep",
  group: "disk",
  fault: "full disk during a sweep",
  done: "The sweep folder was on a disk of 16 to 600 KiB; then there was space, and `sweep resume` ran what was missing.",
  times: { soak: 6, ci: 0 },
  needs: ["mount"],
  run: fillUnderSweep,
  control: withoutMessage,
};

async function fillUnderSweep({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { results } = await wholeSweep(reference);
  for (let disk = 0; disk < times; disk++) {
    const size = 16 + numbers.below(disk % 2 === 0 ? 48 : 584); // on the small ones, the sweep itself fails, not a trial
    const small = mountSmallDisk(join(folder, `disk-${disk}`), size);
    try {
      const out = join(small.path, "sweep");
      const tiny = prepareTinySweep(build, join(folder, String(disk)), out);
      const first = await finish(sweepCommand(tiny));
      const fault = faultOf(first);
      if (fault !== undefined) {
        tally.add("crashed", `${size} KiB: ${fault}`);
        continue;
      }
      small.grow();
      // Trials that failed for lack of space are run again, those that were not claimed are run for the first time.
      const hasBegun = existsSync(join(out, "journal.jsonl"));
      const again = hasBegun ? { ...sweepCommand(tiny), args: ["sweep", "resume", out] } : sweepCommand(tiny);
      const end = await finish(again);
      const next = faultOf(end);
      if (next !== undefined) tally.add("crashed", `${size} KiB, resumed: ${next}`);
      else if (end.code !== 0)
        tally.add("lost", `${size} KiB, resumed: exit code ${end.code}: ${lastLine(end.stderr)}`);
      else if (resultsOf(out) !== results) tally.add("silent", `${size} KiB: the tables differ`);
      else tally.add(first.code === 0 ? "harmless" : "refused");
    } finally {
      small.unmount();
    }
  }
}
