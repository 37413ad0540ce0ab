import { readFileSync, statSync } from "node:fs";
import { TweedieError } from "@tweedie/core";

/** Whether a path is a file, a folder or nothing, links followed. */
export const kindOf = (path: string): "file" | "folder" | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return "file";
  return found?.isDirectory() ? "folder" : undefined;
};

/** The error for files that are not where they are looked for. */
export const missing = (what: string, fix: string): TweedieError => new TweedieError({ where: "data.path", what, fix });

/** The bytes of a file that is there. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new TweedieError({ where: path, what: `cannot be read: ${(error as Error).message}` }, { cause: error });
  }
}
