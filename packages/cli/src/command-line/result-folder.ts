import { existsSync, statSync } from "node:fs";
import { shellPath, TweedieError } from "@tweedie/core";
import { existingRun } from "../run-list/run-entry.ts";
import { sweepFolder } from "../sweep/find-sweep.ts";

/**
 * Checks that the user did not name the folder of a run or a sweep in place of the file of an experiment.
 *
 * @param overrides Values given with the file.
 * @throws TweedieError with the command that continues the run or the sweep.
 */
export async function refuseResultFolder(file: string, overrides: readonly string[] = []): Promise<void> {
  if (existsSync(file) && statSync(file).isFile()) return;
  const run = await existingRun(file);
  if (run !== undefined) {
    const { runFolder } = await import("@tweedie/engine");
    const command = ["tweedie", "extend", ...[run, ...overrides].map(shellPath)].join(" ");
    const fix = `\`${command}\` continues it; its experiment is ${runFolder(run).config}`;
    throw new TweedieError({ where: file, what: "is the folder of a run, not an experiment", fix });
  }
  const sweep = sweepFolder(file);
  if (sweep === undefined) return;
  const fix = `\`tweedie sweep resume ${shellPath(sweep)}\` continues it`;
  throw new TweedieError({ where: file, what: "is the folder of a sweep, not a file", fix });
}
