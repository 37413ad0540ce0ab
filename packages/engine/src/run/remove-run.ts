import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { resolve } from "node:path";
import { TweedieError } from "@tweedie/core";
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
  const holder = await lockHolder(folder.lock);
  if (holder?.state === "alive")
    throw refusal(`process ${holder.pid} on ${holder.host} is running it`, "stop that process first");
}

/** Deletes the files of a run, and its folder if nothing else is left. Returns the names of what is left. */
export async function removeRun(root: string): Promise<readonly string[]> {
  await checkRemovable(root);
  const folder = runFolder(resolve(root));
  const lock = await lockRunFolder(folder.lock);
  const { config, nonDefaults, metrics, checkpoints, teacher, samples, code, report, status } = folder;
  // The status is deleted last: until then the folder is a run, and the command can be repeated.
  for (const part of [config, nonDefaults, metrics, checkpoints, teacher, samples, code, report, status]) {
    await rm(part, { recursive: true, force: true });
  }
  lock.removeLeftovers();
  lock.release();
  const remaining = await readdir(folder.root);
  if (remaining.length === 0) await rmdir(folder.root);
  return remaining;
}
