import type { LogRow } from "@tweedie/core";
import type { RunPath, WandbClient } from "./client.ts";
import { historyLine, type HistoryRow, historyRow } from "./history.ts";

/** Maximum number of rows per request. */
const rowsPerRequest = 2_000;

/** The history rows of a session, and their upload. */
export interface HistoryUpload {
  /** Adds log rows. Returns them in W&B's format, and the index of the first. */
  add(rows: readonly LogRow[]): { readonly from: number; readonly added: readonly HistoryRow[] };
  /** The row added last. */
  last(): HistoryRow | undefined;
  /** Continues the upload at row `count`, the number of rows that the server has for certain. */
  continueFrom(count: number): void;
  /** Sends all rows that the server lacks. Rows of earlier sessions are read from the log. */
  send(log: readonly LogRow[]): Promise<void>;
}

/**
 * Creates the upload of a session.
 *
 * @param existing Number of rows that the server already has.
 */
export function historyUpload(client: WandbClient, path: RunPath, existing: number): HistoryUpload {
  const started = Date.now() / 1_000;
  const added: HistoryRow[] = [];
  let sent = existing;
  return {
    add(rows) {
      const from = existing + added.length;
      const converted = rows.map((row, i) => historyRow(row, from + i, started));
      added.push(...converted);
      return { from, added: converted };
    },
    last: () => added.at(-1),
    continueFrom: (count) => (sent = count),
    async send(log) {
      for (const end = existing + added.length; sent < end;) {
        const rows = Array.from({ length: Math.min(rowsPerRequest, end - sent) }, (_, i) => {
          const index = sent + i;
          return added[index - existing] ?? historyRow(log[index]!, index, started);
        });
        await client.stream(path, {
          files: { "wandb-history.jsonl": { offset: sent, content: rows.map(historyLine) } },
        });
        sent += rows.length;
      }
    },
  };
}
