import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { resolve } from "node:path";
import { TweedieError } from "@tweedie/core";
import { holderName } from "../locks/lock-file.ts";
import { lockHolder, lockRunFolder } from "./run-lock.ts";
import { readStatus, runFolder } from "./run-folder.ts";

/** Checks that a run folder may be deleted. @throws TweedieError if it is a symbolic link, is not a run folder, or is being written. */
export async function checkRemovable(root: string): Promise<void> {
  const folder = runFolder(resolve(root));
  const refusal = (what: string, fix?: string) => new TweedieError({ where: root, what, fix });
  const stats = await lstat(folder.root).catch(() => undefined);
  if (stats?.isSymbolicLink()) throw refusal("is a link", "name the folder that it points to");
  if (!stats?.isDirectory() || !(await readStatus(folder)))
    throw refusal("is not a run folder", "`tweedie ls` lists runs");
  const holder = lockHolder(folder.lock);
  if (holder?.state === "alive") throw refusal(`${holderName(holder)} is running it`, "stop that process first");
}

/** Deletes the files of a run, and its folder if nothing else is left. Returns the names of what is left. */
export async function removeRun(root: string): Promise<readonly string[]> {
  await checkRemovable(root);
  const folder = runFolder(resolve(root));
  const { root: _, lock: lockFile, status, ...parts } = folder;
  const lock = await lockRunFolder(lockFile);
  try {
    // The status is deleted last: until then the folder is a run, and the command can be repeated.
    for (const part of [...Object.values(parts), status]) await rm(part, { recursive: true, force: true });
    lock.removeLeftovers();
  } finally {
    lock.release();
  }
  const remaining = await readdir(folder.root);
  if (remaining.length === 0) await rmdir(folder.root);
  return remaining;
}
