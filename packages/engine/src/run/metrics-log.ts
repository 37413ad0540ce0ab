import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { FileDigest } from "../checksums/digest.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { formatRow, type MetricsRow, readLogText, readMetrics } from "./metrics-rows.ts";
import { phases } from "./phase.ts";
import { withPath, writeDurably } from "./write-durably.ts";

export interface MetricsLog {
  append(row: MetricsRow): Promise<void>;
  /** Text of all rows, which does not depend on the file. */
  content(): string;
  digest(): FileDigest;
  /** Resolves when all appended rows would survive a power failure. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a log to continue it after a checkpoint, or to begin it. Rows beyond the checkpoint, left by an interrupted run, are removed.
 * `edit` changes the text up to the checkpoint. Rows that are damaged or missing are restored from the checkpoint and reported through `warn`.
 *
 * @throws TweedieError if rows are damaged and the checkpoint has no copy of them
 */
export async function openMetricsLog(
  path: string,
  checkpoint: Pick<Checkpoint, "phase" | "step" | "log"> | undefined,
  warn: (message: string) => void,
  edit: (text: string) => string = (text) => text,
): Promise<MetricsLog> {
  const text = await readLogText(path);
  const kept = edit(checkpoint ? (checkpoint.log ?? (await rowsUntil(checkpoint, path))) : "");
  if (checkpoint?.log !== undefined && !text.startsWith(checkpoint.log) && !text.startsWith(kept))
    warn(`${path}: rows were damaged or missing; they were restored from the checkpoint`);
  if (text !== kept) await writeDurably(path, kept);
  const lines = [kept];
  const hash = createHash("sha256").update(kept);
  let bytes = Buffer.byteLength(kept);
  const file = await open(path, "a");
  return {
    append: async (row) => {
      const line = formatRow(row);
      await file.appendFile(line).catch((error: unknown) => {
        throw withPath(error, path);
      });
      lines.push(line);
      hash.update(line);
      bytes += Buffer.byteLength(line);
    },
    content: () => lines.join(""),
    digest: () => ({ bytes, sha256: hash.copy().digest("hex") }),
    sync: () => file.sync(),
    close: () => file.close(),
  };
}

/** Text of the rows up to a checkpoint. Version 0.1.0 saved no copy of the log in its checkpoints. */
async function rowsUntil(after: Pick<Checkpoint, "phase" | "step">, path: string): Promise<string> {
  const isKept = (row: MetricsRow) =>
    phases.indexOf(row.phase) < phases.indexOf(after.phase) || (row.phase === after.phase && row.step <= after.step);
  return (await readMetrics(path)).filter(isKept).map(formatRow).join("");
}
