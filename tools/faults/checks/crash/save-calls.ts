import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { hasStack } from "../../product/process.ts";
import { callSites, traceSave } from "../../product/traced-save.ts";

/** Kills a process at each system call of three saves: a checkpoint is visible only if it is whole, and no saved one is lost. */
export const killedSaves: Check = {
  id: "killed-saves",
  group: "crash",
  fault: "SIGKILL at a system call of a save",
  done: "A process that saves three checkpoints was killed at each fsync, rename, mkdir, unlink and rmdir.",
  times: { soak: 40, ci: 0 },
  needs: ["strace"],
  run: (context) => faultSaves(context, () => "signal=KILL"),
  control: {
    without: "writing beside the target and renaming",
    edits: [
      {
        file: "packages/engine/src/run/write-durably.ts",
        find: "  const temporary = temporaryPath(path);\n  try {\n    await createFolder",
        replace: "  const temporary = path;\n  try {\n    await createFolder",
      },
    ],
  },
};

/** Lets each system call of three saves fail: the save reports it, and no saved checkpoint is lost. */
export const failedSaves: Check = {
  id: "failed-saves",
  group: "crash",
  fault: "EIO, ENOSPC, EDQUOT or EMFILE from a system call of a save",
  done: "Each fsync, rename, mkdir, unlink and rmdir of three saves returned an error.",
  times: { soak: 60, ci: 0 },
  needs: ["strace"],
  run: (context) => faultSaves(context, () => `error=${context.numbers.pick(["EIO", "ENOSPC", "EDQUOT", "EMFILE"])}`),
  control: {
    without: "passing on the error of a write",
    edits: [
      {
        file: "packages/engine/src/run/checkpoint.ts",
        find: "await writeFolderWithManifest(path, files, { phase, step, identity });",
        replace: "await writeFolderWithManifest(path, files, { phase, step, identity }).catch(() => undefined);",
      },
    ],
  },
};

async function faultSaves({ build, folder, times, numbers, tally }: CheckContext, fault: () => string): Promise<void> {
  await traceSave(build, join(folder, "first"), { call: "fsync", fault: "error=EIO", when: 1_000 }); // fills the cache
  let fired = 0;
  for (const [number, site] of callSites(numbers).entries()) {
    if (fired >= times) return;
    const traced = await traceSave(build, join(folder, String(number)), { ...site, fault: fault() });
    if (!traced.fired) continue;
    fired++;
    const place = `${site.call}, call ${site.when}`;
    const failures = [...traced.stdout.matchAll(/^failed (.*)$/gm)].map(([, text]) => text);
    if (hasStack(traced.stderr)) tally.add("crashed", `${place}: ${traced.stderr.slice(0, 300)}`);
    else if (traced.loaded < traced.acknowledged)
      tally.add("lost", `${place}: step ${traced.acknowledged} was saved, step ${traced.loaded} is loaded`);
    else if (traced.warnings.length > 0)
      tally.add("lost", `${place}: visible but not whole: ${traced.warnings.join()}`);
    else tally.add(failures.length > 0 ? "refused" : "harmless");
  }
}
