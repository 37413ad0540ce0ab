import { mismatchOf } from "../checksums/digest.ts";
import { type MetricsRow, parseRows, readLogText } from "./metrics-rows.ts";
import type { RunFolder, RunStatus } from "./run-folder.ts";

/** The log of a run as it is shown. */
export interface RunLog {
  /** The rows that can be read. */
  readonly rows: readonly MetricsRow[];
  /** Reason why they may not be all rows as they were written, in one line. */
  readonly problem?: string;
}

/** Reads the log of a run and compares it with its checksum in the status. */
export async function readRunLog(folder: RunFolder, { log }: Pick<RunStatus, "log">): Promise<RunLog> {
  const text = await readLogText(folder.metrics);
  const { rows, damaged } = parseRows(text);
  const mismatch = log && mismatchOf(Buffer.from(text).subarray(0, log.bytes), log);
  if (mismatch === undefined && damaged.length === 0) return { rows };
  const what = damaged.length > 0 ? `line ${damaged[0]} is not a row of the log` : mismatch;
  return { rows, problem: `${folder.metrics}: ${what}; \`tweedie run\` with the same --out restores it` };
}
