import { appendFile } from "node:fs/promises";
import type { LogRow, TrackedRow } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { writeDurably } from "../run/write-durably.ts";

/** Times of a log's rows, kept beside it: the log itself has none, so that a resumed run writes the same bytes. */
export interface RowTimes {
  /** Records the time of a new row. Returns the row with it. */
  stamp(row: LogRow): Promise<TrackedRow>;
  /** Adds the recorded times to the rows of the log. A row without a time has that of the row before it, else of this call. */
  addTo(rows: readonly LogRow[]): readonly TrackedRow[];
}

/** Reads a file with one time a line, in seconds since 1970, and removes the times of rows that the log no longer has. */
export async function openRowTimes(path: string, rows: number): Promise<RowTimes> {
  const text = await readRegularText(path, fileLimits.text).catch(() => "");
  const times = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n", rows)
    .map(Number)
    .map((time) => (time > 0 ? time : Number.NaN));
  while (times.length < rows) times.push(Number.NaN);
  const lineOf = (time: number) => `${Number.isNaN(time) ? "" : time.toFixed(3)}\n`;
  await writeDurably(path, times.map(lineOf).join("")).catch(() => undefined);
  return {
    async stamp(row) {
      const time = Date.now() / 1_000;
      times.push(time);
      // A time that cannot be written costs only the position of a point on a time axis.
      await appendFile(path, lineOf(time)).catch(() => undefined);
      return { ...row, time };
    },
    addTo(log) {
      let last = Date.now() / 1_000;
      return log.map((row, i) => {
        const time = times[i] ?? Number.NaN;
        if (!Number.isNaN(time)) last = time;
        return { ...row, time: last };
      });
    },
  };
}
