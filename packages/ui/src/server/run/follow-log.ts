import { statSync } from "node:fs";
import { TweedieError } from "@tweedie/core";
import { fileInParts } from "@tweedie/core/files";
import { type MetricsRow, parseRows } from "@tweedie/engine";

/** Rows that a log has beyond those returned before. */
export interface NewRows {
  /** True if the file was replaced, cut or removed, so that all rows returned before are void. */
  readonly reset: boolean;
  readonly rows: readonly MetricsRow[];
}

/** A log of a run that is followed while it grows. */
export interface FollowedLog {
  /** Reads what was added since the last call. */
  read(): NewRows;
}

const maxBlock = 1 << 24;
const newline = 0x0a;

/**
 * Follows a log: each read begins at the end of the last whole line that was read. A resumed run replaces the file by one without the rows
 * beyond its checkpoint, which has another inode.
 */
export function followLog(path: string): FollowedLog {
  let [inode, offset] = [0, 0];
  return {
    read: () => {
      const stats = statSync(path, { throwIfNoEntry: false });
      const reset = offset > 0 && (stats?.ino !== inode || stats.size < offset);
      if (reset || !stats) offset = 0;
      if (!stats || stats.size === offset) return { reset, rows: [] };
      inode = stats.ino;
      const rows: MetricsRow[] = [];
      for (const { text, bytes } of wholeLines(path, offset)) {
        rows.push(...parseRows(text).rows);
        offset += bytes;
      }
      return { reset, rows };
    },
  };
}

/** Reads the whole lines of a file from an offset on, in blocks. A file that grows meanwhile ends them; the next call has the rest. */
function* wholeLines(path: string, from: number): Generator<{ readonly text: string; readonly bytes: number }> {
  try {
    const file = fileInParts(path, Infinity);
    for (let at = from; at < file.size;) {
      const block = Buffer.from(file.read(at, Math.min(maxBlock, file.size - at)));
      const bytes = block.lastIndexOf(newline) + 1;
      if (bytes === 0) return;
      yield { text: block.toString("utf8", 0, bytes), bytes };
      at += bytes;
    }
  } catch (error) {
    if (!(error instanceof TweedieError) && (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
