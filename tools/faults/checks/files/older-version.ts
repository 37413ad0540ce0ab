import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, finish, lastLine } from "../../product/process.ts";
import { haveSameResults } from "../../product/same-results.ts";
import { createCache } from "../../product/tiny-run.ts";

const fixture = fileURLToPath(new URL("../../fixtures/version-0.1.0", import.meta.url));

/** Commands on what version 0.1.0 wrote: a finished run, one that was interrupted after 5 of 8 steps, and a finished sweep. */
const commands = [
  ["run", "tiny.yaml", "--threads", "1", "--out", "interrupted"],
  ["run", "tiny.yaml", "--threads", "1", "--out", "finished"],
  ["show", "finished"],
  ["show", "interrupted"],
  ["ls", "."],
  ["compare", "finished", "interrupted"],
  ["sample", "finished", "-n", "4", "-o", "samples.npy"],
  ["export", "finished", "-o", "student.safetensors"],
  ["report", "finished"],
  ["sweep", "status", "sweep"],
  ["sweep", "tiny.yaml", "loss.lambda=0,1", "--parallel", "1", "--out", "sweep"],
  ["sweep", "best", "sweep"],
];

/** Opens the folders of version 0.1.0: they are shown, sampled and exported, and the interrupted run ends as it would have then. */
export const olderVersion: Check = {
  id: "older-version",
  group: "files",
  fault: "folders that version 0.1.0 wrote",
  done: `${commands.length} commands were given on a finished and an interrupted run and a sweep of version 0.1.0; the resumed run must end as that version did.`,
  times: { soak: commands.length, ci: 2 },
  run: openOldFolders,
  control: {
    without: "reading checkpoints without a copy of the log",
    edits: [
      {
        file: "packages/engine/src/run/metrics-log.ts",
        find: "(checkpoint.log ?? (await rowsUntil(checkpoint, path)))",
        replace: '(checkpoint.log ?? "")',
      },
    ],
    times: 1,
  },
};

async function openOldFolders({ build, folder, times, tally }: CheckContext): Promise<void> {
  cpSync(fixture, folder, { recursive: true });
  const cache = createCache(build, join(folder, "home"));
  const files = ["metrics.jsonl", "checkpoints/distill-000000008/state.safetensors", "teacher/weights.safetensors"];
  for (const args of commands.slice(0, times)) {
    const end = await finish({ build, args, cwd: folder, cache });
    const name = `tweedie ${args.join(" ")}`;
    const fault = faultOf(end);
    const isEqual = (file: string) =>
      haveSameResults(join(folder, args.at(-1)!, file), join(fixture, "finished", file));
    if (fault !== undefined) tally.add("crashed", `${name}: ${fault}`);
    else if (end.code !== 0 && end.code !== 3)
      tally.add("lost", `${name}: exit code ${end.code}: ${lastLine(end.stderr)}`);
    else if (args[0] === "run" && !files.every(isEqual))
      tally.add("silent", `${name}: other results than version 0.1.0`);
    else tally.add("harmless");
  }
}
