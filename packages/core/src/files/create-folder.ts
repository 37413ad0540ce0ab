import { mkdirSync, statSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { exitCodes, TweedieError } from "../errors.ts";

/**
 * Creates a folder and its parents. A folder that exists is kept.
 *
 * Node's recursive `mkdir` never returns where a parent exists and can hold no folder, such as `/proc` or a deleted folder.
 */
export async function createFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (!isMissing(error) || dirname(path) === path) {
      const isFolder = await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (isFolder) return;
      throw error;
    }
    await createFolder(dirname(path));
    await mkdir(path).catch((again: NodeJS.ErrnoException) => {
      // Another process may have created it meanwhile.
      if (again.code !== "EEXIST") throw describe(again, path);
    });
  }
}

/** The same, synchronously. */
export function createFolderSync(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isMissing(error) || dirname(path) === path) {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
      throw error;
    }
    createFolderSync(dirname(path));
    try {
      mkdirSync(path);
    } catch (again) {
      if ((again as NodeJS.ErrnoException).code !== "EEXIST") throw describe(again, path);
    }
  }
}

/** An error without a missing parent. The other errors have codes that say what is wrong. */
const describe = (error: unknown, path: string): unknown =>
  isMissing(error)
    ? new TweedieError(
        { where: path, what: "no folder can be created here" },
        { cause: error, exitCode: exitCodes.failed },
      )
    : error;

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";
