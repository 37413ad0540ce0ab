import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import type { Numbers } from "../../numbers.ts";
import { copyRun, interruptedRun } from "../../product/interrupted-run.ts";
import { faultOf, finish, isRefusal } from "../../product/process.ts";
import { classifyEnd } from "../../product/resume.ts";
import { runCommand, type TinyRun, wholeRun } from "../../product/tiny-run.ts";

const checkpointsOf = ({ cwd, out }: TinyRun): string[] => {
  const folder = join(cwd, out, "checkpoints");
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
};

/** Spoils a file of a folder: a changed bit, a cut, zeros, no file, more bytes. */
function spoil(folder: string, numbers: Numbers): string {
  const name = numbers.pick(readdirSync(folder));
  const path = join(folder, name);
  const bytes = readFileSync(path);
  const at = numbers.below(bytes.length);
  const ways: Readonly<Record<string, () => void>> = {
    "a changed bit": () => {
      bytes[at]! ^= 1 << numbers.below(8);
      writeFileSync(path, bytes);
    },
    "a cut": () => truncateSync(path, at),
    zeros: () => writeFileSync(path, bytes.fill(0, at)),
    "no file": () => rmSync(path),
    "more bytes": () => writeFileSync(path, Buffer.concat([bytes, bytes.subarray(0, 1 + at)])),
  };
  const way = numbers.pick(Object.keys(ways));
  ways[way]!();
  return `${name}: ${way}`;
}

/** Damages the newest checkpoint: the one before it is taken, said aloud, and the results are the same. */
export const newestCheckpoint: Check = {
  id: "newest-checkpoint",
  group: "files",
  fault: "the newest checkpoint is damaged",
  done: "A file of it was cut, filled with zeros, lengthened, deleted, or had one bit changed; the run was resumed to its end.",
  times: { soak: 30, ci: 0 },
  run: damageNewest,
  control: {
    without: "the comparison with the checksum",
    edits: [
      {
        file: "packages/engine/src/checksums/folder-manifest.ts",
        find: "if (mismatch !== undefined) throw",
        replace: 'if (mismatch === "") throw',
      },
    ],
    times: 20,
  },
};

async function damageNewest({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  const made = await interruptedRun(build, join(folder, "made"));
  for (let damage = 0; damage < times; damage++) {
    const tiny = copyRun(build, made, join(folder, String(damage)));
    const what = spoil(checkpointsOf(tiny).at(-1)!, numbers);
    const end = await finish(runCommand(tiny));
    const [outcome, detail] = classifyEnd(tiny, end, results);
    const said = /damaged/.test(end.stdout + end.stderr);
    tally.add(outcome === "harmless" && said ? "healed" : outcome, `${what}: ${detail}`);
  }
}

/** Damages all checkpoints: the run is refused, each time, and does not begin again in silence. */
export const allCheckpoints: Check = {
  id: "all-checkpoints",
  group: "files",
  fault: "all checkpoints are damaged",
  done: "A file of each was damaged, and the run was given again twice: both times it must refuse, and begin nothing anew.",
  times: { soak: 8, ci: 0 },
  run: damageAll,
  control: {
    without: "the refusal",
    edits: [
      {
        file: "packages/engine/src/run/checkpoint.ts",
        find: "  if (!damaged) return undefined;",
        replace: "  if (damaged || !damaged) return undefined;",
      },
    ],
    times: 4,
  },
};

async function damageAll({ build, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const made = await interruptedRun(build, join(folder, "made"));
  for (let damage = 0; damage < times; damage++) {
    const tiny = copyRun(build, made, join(folder, String(damage)));
    const what = checkpointsOf(tiny).map((path) => spoil(path, numbers));
    for (const attempt of ["first", "second"]) {
      const end = await finish(runCommand(tiny));
      const fault = faultOf(end);
      if (fault !== undefined) tally.add("crashed", `${what.join()}, ${attempt}: ${fault}`);
      else if (!isRefusal(end)) tally.add("silent", `${what.join()}, ${attempt}: exit code ${end.code}, begun anew`);
      else tally.add("refused");
    }
  }
}
