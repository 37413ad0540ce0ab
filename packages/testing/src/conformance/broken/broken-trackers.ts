import { appendFileSync, existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tracker } from "@tweedie/core";
import { checkTracker } from "../../checks/index.ts";
import { testTracker } from "../test-roles.ts";
import { brokenIn, type Broken } from "./broken-plugin.ts";

const brokenTracker = brokenIn("tracker", checkTracker, testTracker);

/** State of a tracker when it starts. */
interface Start {
  /** Rows that it has written. */
  readonly written: number;
  /** Number of earlier starts of this object. */
  readonly starts: number;
  /** True if an earlier process finished the run. */
  readonly isFinished: boolean;
}

/** A tracker that writes one byte per row, and tells at each start the given number of rows. */
function byteTracker(rowsAt: (start: Start) => number): Tracker {
  let folder = "";
  let starts = 0;
  return {
    start: (run) => {
      folder = run.folder;
      appendFileSync(join(folder, "rows"), "");
      const { size: written } = statSync(join(folder, "rows"));
      const isFinished = existsSync(join(folder, "finished"));
      return Promise.resolve({ rows: rowsAt({ written, starts: starts++, isFinished }) });
    },
    log: (rows) => Promise.resolve(appendFileSync(join(folder, "rows"), ".".repeat(rows.length))),
    finish: () => Promise.resolve(writeFileSync(join(folder, "finished"), "")),
  };
}

const setup = { rowCount: (folder: string) => Promise.resolve(statSync(join(folder, "rows")).size) };

const folderOfTests = process.cwd();

export const brokenTrackers: readonly Broken[] = [
  brokenTracker("writes nothing before start", () => {
    // Only in the folder of the check, not in that of the whole test process.
    if (process.cwd() !== folderOfTests) writeFileSync("tracked.txt", "");
    return byteTracker(({ written }) => written);
  }),
  brokenTracker(
    "has no rows of a new run, and accepts all rows of a log",
    () => byteTracker(({ written }) => (written === 0 ? 1 : written)),
    { setup },
  ),
  brokenTracker(
    "continues after the rows that it has when the run was interrupted",
    () => byteTracker(({ written, isFinished }) => (isFinished ? 0 : written)),
    { setup },
  ),
  brokenTracker(
    "continues after the rows that it has when the run was killed",
    () => byteTracker(({ written, isFinished }) => (isFinished ? written : 0)),
    { setup },
  ),
  brokenTracker(
    "can be started again, as after an error of it",
    () => byteTracker(({ written, starts }) => (starts > 0 ? 0 : written)),
    { setup },
  ),
  brokenTracker("continues when it has more rows than the log, which was cut back to a checkpoint", () =>
    byteTracker(({ written }) => (written === 3 ? 5 : written)),
  ),
];
