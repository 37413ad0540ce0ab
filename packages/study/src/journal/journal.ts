import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { TweedieError } from "@tweedie/core";
import type { HeldLock } from "@tweedie/engine/locks";
import { decodeLine, encodeLine } from "./line.ts";
import { withLock } from "./lock.ts";
import { readLines } from "./read-lines.ts";
import type { Event, JournalRecord } from "./record.ts";

/** An append-only file of records that processes of one or several machines write. */
export interface Journal {
  /** Applies the records written since the last read. */
  read(): void;
  /** Under the lock: applies all new records, appends the events that `decide` returns, and applies them too. */
  write(decide: () => readonly Event[]): Promise<void>;
  /** Number of damaged lines so far, which are skipped. */
  readonly damaged: number;
}

/**
 * Opens a journal. `apply` receives each record once, in order.
 *
 * Records survive a power failure once `write` has returned. A last line without its line break, which a crash may leave, is
 * ignored, and the next writer truncates it.
 */
export function openJournal(path: string, apply: (record: JournalRecord) => void): Journal {
  let offset = 0;
  let damaged = 0;

  const applyLine = (line: string): void => {
    const record = decodeLine(line);
    if (record === undefined) damaged++;
    else apply(record as JournalRecord);
  };

  /** Applies the lines from the offset on. Returns the size of the file. */
  const readFrom = (file: number): number => {
    const { size } = fstatSync(file);
    for (const { lines, bytes } of readLines(file, { from: offset, to: size })) {
      lines.forEach(applyLine);
      offset += bytes;
    }
    return size;
  };

  /** Writes under the lock. A process that slept for longer than the lock's lease has lost it, and decides again. */
  const tryWrite = (lock: Pick<HeldLock, "isHeld">, decide: () => readonly Event[]): "lost" | "done" =>
    withFile(path, "a+", (file) => {
      const isTorn = readFrom(file) > offset;
      const events = decide();
      if (!isTorn && events.length === 0) return "done";
      if (!lock.isHeld()) return "lost";
      if (isTorn) ftruncateSync(file, offset);
      const at = new Date().toISOString();
      append({ file, path, offset }, events.map((event) => encodeLine({ ...event, at })).join(""));
      readFrom(file);
      return "done";
    });

  return {
    read: () => void withFile(path, "r", readFrom),
    write: async (decide) => {
      while ((await withLock(`${path}.lock`, (lock) => tryWrite(lock, decide))) === "lost");
    },
    get damaged() {
      return damaged;
    },
  };
}

/** Opens the file for each use: only an open makes a network file system show the writes of other machines. */
function withFile<T>(path: string, flags: string, work: (file: number) => T): T {
  const file = openSync(path, flags);
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Appends text and syncs it to disk. If that fails, truncates the file to `offset`.
 *
 * @throws TweedieError if the file cannot be written.
 */
function append(
  { file, path, offset }: { readonly file: number; readonly path: string; readonly offset: number },
  text: string,
): void {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } catch (cause) {
    // A truncation needs no space. If even it fails, the next writer truncates the torn line.
    ftruncateSync(file, offset);
    const { code, message } = cause as NodeJS.ErrnoException;
    const isFull = code === "ENOSPC" || code === "EDQUOT";
    const fix = isFull ? "free disk space; all earlier records are intact" : undefined;
    throw new TweedieError({ where: path, what: `cannot be written: ${message}`, fix }, { cause, exitCode: 1 });
  }
}
