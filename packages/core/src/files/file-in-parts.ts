import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { TweedieError } from "../errors.ts";
import { checkRegular, maxReadBytes, readFlags } from "./regular-file.ts";

/** A regular file that is read in parts. It is open only while it is read. */
export interface FileInParts {
  readonly size: number;
  /**
   * Reads `length` bytes from `start`.
   *
   * @throws TweedieError if the file has been replaced or changed since it was found.
   */
  read(start: number, length: number): Uint8Array;
}

/**
 * Finds a file that is read in parts: a regular file, links followed, of at most `limit` bytes.
 *
 * @throws TweedieError if it is of another kind or too large. Errors of the system, such as ENOENT, are thrown unchanged.
 */
export function fileInParts(path: string, limit: number): FileInParts {
  const found = statSync(path);
  checkRegular(found, path, limit);
  const changed = () => new TweedieError({ where: path, what: "has changed while it was read", fix: "try again" });
  return {
    size: found.size,
    read(start, length) {
      const file = openSync(path, readFlags);
      try {
        if (stateOf(fstatSync(file)) !== stateOf(found)) throw changed();
        const bytes = new Uint8Array(length);
        for (let at = 0; at < length;) {
          const count = readSync(file, bytes, at, Math.min(maxReadBytes, length - at), start + at);
          if (count === 0) throw changed();
          at += count;
        }
        return bytes;
      } finally {
        closeSync(file);
      }
    },
  };
}

const stateOf = ({ dev, ino, size, mtimeMs }: Stats): string => [dev, ino, size, mtimeMs].join();
