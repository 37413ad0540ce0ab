import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { otherFileSystem } from "../../needs.ts";
import { type Command, finish } from "../../product/process.ts";
import { classifyEnd } from "../../product/resume.ts";
import { createCache, prepareTinyRun, runCommand, type TinyRun, wholeRun } from "../../product/tiny-run.ts";

type Place = (tiny: TinyRun) => Pick<Command, "cache" | "env">;

/** Caches that cannot be created or written, for root too. */
const places: readonly Place[] = [
  () => ({ cache: "/proc/tweedie" }),
  () => ({ cache: "/sys/tweedie" }),
  () => ({ cache: "/dev/null/tweedie" }),
  ({ cwd }) => {
    writeFileSync(join(cwd, "file"), "");
    return { cache: join(cwd, "file") };
  },
  ({ cwd }) => {
    symlinkSync(join(cwd, "loop"), join(cwd, "loop"));
    return { cache: join(cwd, "loop") };
  },
  () => ({ cache: "", env: { HOME: "/proc/nobody" } }),
  () => ({ cache: "", env: { HOME: undefined } }),
  () => ({ cache: "x".repeat(300) }),
];

/** Puts the cache where it cannot be written: the run works without it. */
export const unwritableCache: Check = {
  id: "unwritable-cache",
  group: "disk",
  fault: "the cache cannot be written, or there is no home folder",
  done: "Runs had their cache below `/proc`, `/sys`, a file, a loop of links or a name that is too long, or no home folder.",
  times: { soak: 8, ci: 0 },
  needs: ["linux"],
  run: moveCache,
  control: {
    without: "running without a cache",
    edits: [
      {
        file: "packages/graph/src/cache/model-cache.ts",
        find: "  } catch {\n    return undefined;\n  }\n}",
        replace:
          '  } catch (error) {\n    if ((error as { code?: string }).code === "ENOENT") return undefined;\n    throw error;\n  }\n}',
      },
    ],
    times: 8,
  },
};

async function moveCache({ build, reference, folder, times, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  for (let run = 0; run < times; run++) {
    const tiny = prepareTinyRun(build, join(folder, String(run)));
    const place = places[run % places.length]!(tiny);
    const end = await finish({ ...runCommand(tiny), ...place });
    const [outcome, detail] = classifyEnd(tiny, end, results);
    tally.add(outcome, `${place.cache.slice(0, 40)} ${JSON.stringify(place.env ?? {})}: ${detail}`);
  }
}

/** Puts cache and run on different file systems: nothing is moved from one to the other. */
export const otherFileSystems: Check = {
  id: "other-file-systems",
  group: "disk",
  fault: "cache and run on different file systems (EXDEV)",
  done: "Cache, run folder or both were on another file system; each run was followed by one that takes the teacher from the cache.",
  times: { soak: 8, ci: 0 },
  needs: ["second file system"],
  run: separate,
  control: {
    without: "temporary names beside their target",
    edits: [
      {
        file: "packages/engine/src/run/write-durably.ts",
        find: "  const temporary = temporaryPath(path);\n  try {\n    await createFolder",
        replace: `  const temporary = temporaryPath("${otherFileSystem}/tweedie-elsewhere");\n  try {\n    await createFolder`,
      },
    ],
  },
};

async function separate({ build, reference, folder, times, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  const other = mkdtempSync(join(otherFileSystem, "tweedie-faults-"));
  try {
    for (let pair = 0; 2 * pair < times; pair++) {
      const cwd = join(folder, String(pair));
      const elsewhere = join(other, String(pair));
      mkdirSync(elsewhere);
      const cache = createCache(build, pair % 2 === 0 ? elsewhere : join(folder, `cache-${pair}`));
      for (const out of ["first", "second"]) {
        const place = pair % 4 === 1 ? join(elsewhere, out) : out;
        const tiny = { ...prepareTinyRun(build, cwd, { out: place }), cache };
        const [outcome, detail] = classifyEnd(tiny, await finish(runCommand(tiny)), results);
        tally.add(outcome, `${place} with cache ${cache}: ${detail}`);
      }
    }
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
}
