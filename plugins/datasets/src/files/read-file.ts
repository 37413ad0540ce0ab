import { statSync } from "node:fs";
import { TweedieError } from "@tweedie/core";
import { readRegularFileSync } from "@tweedie/core/files";

/** Kind of a path, following links; undefined if there is neither a file nor a folder. */
export const fileKind = (path: string): "file" | "folder" | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return "file";
  return found?.isDirectory() ? "folder" : undefined;
};

/** The error for files that `data.path` does not have. */
export const missingData = (what: string, fix: string): TweedieError =>
  new TweedieError({ where: "data.path", what, fix });

/**
 * Reads an existing file of at most `limit` bytes.
 *
 * @throws TweedieError if it cannot be read.
 */
export function readBytes(path: string, limit: number): Uint8Array {
  try {
    return readRegularFileSync(path, limit);
  } catch (error) {
    if (error instanceof TweedieError) throw error;
    throw new TweedieError({ where: path, what: `cannot be read: ${(error as Error).message}` }, { cause: error });
  }
}
