import { readFileSync, statSync } from "node:fs";
import { TweedieError } from "@tweedie/core";

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
 * Reads an existing file.
 *
 * @throws TweedieError if it cannot be read.
 */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new TweedieError({ where: path, what: `cannot be read: ${(error as Error).message}` }, { cause: error });
  }
}
