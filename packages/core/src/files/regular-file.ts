import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { TweedieError } from "../errors.ts";

// Not part of the index of core, which also runs in browsers.

/** Upper bounds of the size of a file, in bytes. Each is far above any file of its kind. */
export const fileLimits = {
  /** Weights, arrays and networks: the largest buffer of Node 20. */
  arrays: 4 * 2 ** 30,
  /** Checkpoints of other programs, which are read in parts. */
  checkpoint: 64 * 2 ** 30,
  /** One image in a file. */
  image: 2 ** 28,
  /** Text that is read as one string, such as a log or labels; V8 has strings of up to 2^29 - 24 characters. */
  text: 500_000_000,
  /** A document of settings or of results, in JSON. */
  json: 2 ** 24,
  /** A source file. */
  source: 2 ** 22,
} as const;

/** Flags for opening a file. Without O_NONBLOCK, opening a pipe waits for a writer. Windows has neither. */
export const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file that others may have made: a regular file, links followed, of at most `limit` bytes. Devices, pipes, sockets and folders
 * are refused before any byte is read.
 *
 * @throws TweedieError if it is of another kind or too large. Errors of the system, such as ENOENT, are thrown unchanged.
 */
export async function readRegularFile(path: string, limit: number): Promise<Buffer> {
  checkRegular(await stat(path), path, limit);
  const file = await open(path, readFlags);
  try {
    const stats = await file.stat(); // another file may have the name by now
    checkRegular(stats, path, limit);
    const content = growingBuffer(path, stats.size, limit);
    while (content.add((await file.read(content.rest())).bytesRead));
    return content.all();
  } finally {
    await file.close();
  }
}

/** `readRegularFile` for text in UTF-8. */
export const readRegularText = async (path: string, limit: number): Promise<string> =>
  (await readRegularFile(path, limit)).toString("utf8");

/** `readRegularFile` for code that cannot wait. */
export function readRegularFileSync(path: string, limit: number): Buffer {
  checkRegular(statSync(path), path, limit);
  const file = openSync(path, readFlags);
  try {
    const stats = fstatSync(file);
    checkRegular(stats, path, limit);
    const content = growingBuffer(path, stats.size, limit);
    while (content.add(readSync(file, content.rest())));
    return content.all();
  } finally {
    closeSync(file);
  }
}

/** Refuses what is no regular file of at most `limit` bytes. */
export function checkRegular(stats: Stats, path: string, limit: number): void {
  const kind = otherKind(stats);
  if (kind) throw new TweedieError({ where: path, what: `is ${kind}, not a regular file` });
  if (stats.size > limit) throw tooLarge(path, stats.size, limit);
}

const tooLarge = (path: string, bytes: number, limit: number) =>
  new TweedieError({ where: path, what: `has ${bytes} bytes; a file of this kind may have ${limit}` });

function otherKind(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

/** Most bytes of one read, which the system bounds by 2^31 - 1. */
export const maxReadBytes = 2 ** 30;

/** A buffer for the content of a file: of its stated size, and larger if the file grows while it is read. */
function growingBuffer(path: string, size: number, limit: number) {
  let buffer = Buffer.allocUnsafeSlow(size + 1); // the last byte shows the end of the file
  let length = 0;
  return {
    rest: () => buffer.subarray(length, length + maxReadBytes),
    /** Adds bytes that were read into `rest()`. Returns false at the end of the file. */
    add(bytes: number): boolean {
      length += bytes;
      if (length > limit) throw tooLarge(path, length, limit);
      if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(Math.max(2 ** 16, length))]);
      return bytes > 0;
    },
    all: () => buffer.subarray(0, length),
  };
}
