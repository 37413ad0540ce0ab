import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { TweedieError } from "@tweedie/core";
import { decodeLine, encodeLine } from "./line.ts";
import { withLock } from "./lock.ts";
import type { Event, JournalRecord } from "./record.ts";

/** An append-only file of records that several processes write, on one machine or on several. */
export interface Journal {
  /** Hands on what was written since the last time. */
  read(): void;
  /** Alone with the file: reads it to its end, appends what is decided then, and hands that on as well. */
  write(decide: () => readonly Event[]): Promise<void>;
  /** Lines so far that are not what was once written. They are passed over. */
  readonly damaged: number;
}

const newline = 0x0a;
const blockBytes = 1 << 20;

/**
 * Opens a journal; `apply` is given each record once, in order.
 *
 * What `write` has returned from survives a power cut. A line without its end, as a crash leaves it, is no record, and whoever
 * writes next cuts it off.
 */
export function openJournal(path: string, apply: (record: JournalRecord) => void): Journal {
  let offset = 0;
  let damaged = 0;

  const take = (line: string): void => {
    const record = decodeLine(line);
    if (record === undefined) damaged++;
    else apply(record as JournalRecord);
  };

  /** Takes the whole lines from the offset on, block by block. Returns the size of the file. */
  const readFrom = (file: number): number => {
    const { size } = fstatSync(file);
    let rest = Buffer.alloc(0);
    for (let at = offset; at < size;) {
      const block = Buffer.allocUnsafe(Math.min(blockBytes, size - at));
      const count = readSync(file, block, 0, block.length, at);
      if (count === 0) break;
      at += count;
      rest = Buffer.concat([rest, block.subarray(0, count)]);
      const end = rest.lastIndexOf(newline) + 1;
      if (end === 0) continue;
      for (const line of rest.toString("utf8", 0, end - 1).split("\n")) take(line);
      offset += end;
      rest = rest.subarray(end);
    }
    return size;
  };

  // It is opened anew each time: only then does a network file system show what others wrote.
  const open = <T>(flags: string, work: (file: number) => T): T => {
    const file = openSync(path, flags);
    try {
      return work(file);
    } finally {
      closeSync(file);
    }
  };

  const append = (file: number, text: string): void => {
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } catch (cause) {
      // Room for the cut is never short, but where even it fails, the next writer makes it.
      ftruncateSync(file, offset);
      const { code, message } = cause as NodeJS.ErrnoException;
      const fix = code === "ENOSPC" || code === "EDQUOT" ? "make room; nothing that was written is lost" : undefined;
      throw new TweedieError({ where: path, what: `cannot be written: ${message}`, fix }, { cause, exitCode: 1 });
    }
  };

  return {
    read: () => void open("r", readFrom),
    write: (decide) =>
      withLock(`${path}.lock`, () =>
        open("a+", (file) => {
          if (readFrom(file) > offset) ftruncateSync(file, offset);
          const events = decide();
          if (events.length === 0) return;
          const at = new Date().toISOString();
          append(file, events.map((event) => encodeLine({ ...event, at })).join(""));
          readFrom(file);
        }),
      ),
    get damaged() {
      return damaged;
    },
  };
}
