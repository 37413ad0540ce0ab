import type { TrackedRow } from "@tweedie/core";
import type { RunPath, WandbClient } from "./client.ts";
import { historyLine, historyRow } from "./history.ts";

/** Maximum number of rows per request. */
const rowsPerRequest = 1_000;
/** Minimum time between two requests with fewer rows, in milliseconds, to stay below the server's rate limit. */
const requestInterval = 5_000;

/** Upload of a run's rows by HTTP requests. */
export interface HistoryUpload {
  /** Adds rows, and sends them unless the last request was only just made. */
  add(rows: readonly TrackedRow[]): Promise<void>;
  /** Sends all rows that are left. */
  flush(): Promise<void>;
}

/**
 * Creates the upload of the rows after the first `sent`. A row has the same offset in each attempt, so that the server stores it once.
 *
 * @param started Time of the first row, in seconds since 1970.
 */
export function historyUpload(client: WandbClient, path: RunPath, sent: number, started: number): HistoryUpload {
  let offset = sent;
  let lines: string[] = [];
  let lastRequest = -Infinity;
  const send = async () => {
    const content = lines.slice(0, rowsPerRequest);
    lastRequest = performance.now();
    await client.stream(path, { files: { "wandb-history.jsonl": { offset, content } } });
    offset += content.length;
    lines = lines.slice(content.length);
  };
  return {
    async add(rows) {
      const first = offset + lines.length;
      lines.push(...rows.map((row, i) => historyLine(historyRow(row, first + i, started))));
      while (lines.length >= rowsPerRequest) await send();
      if (lines.length > 0 && performance.now() - lastRequest > requestInterval) await send();
    },
    async flush() {
      while (lines.length > 0) await send();
    },
  };
}
