import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { temporaryPath } from "../locks/temporary-path.ts";

/** Writes a file atomically: a reader sees the old or the new content. When it resolves, the file survives a power failure. */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await writeSynced(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw withPath(error, path);
  }
  await syncFolder(dirname(path));
}

/** Creates a folder with files, and its parents, atomically: it is written under a temporary name, synced and renamed. It must not exist. */
export async function writeFolderDurably(
  path: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await createFolder(temporary);
    for (const [name, bytes] of Object.entries(files)) await writeSynced(join(temporary, name), bytes);
    await syncFolder(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw withPath(error, path);
  }
  await syncFolder(dirname(path));
}

/** An error of the file system with the path of the file that the caller knows. Errors of open files have none. */
export function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && "code" in error ? Object.assign(error, { path, dest: undefined }) : error;
}

/** Writes a file and waits until it survives a power failure. */
export async function writeSynced(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
