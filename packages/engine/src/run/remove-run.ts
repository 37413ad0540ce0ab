import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { resolve } from "node:path";
import { TweedieError } from "@tweedie/core";
import { holderOf, lock } from "./lock.ts";
import { readStatus, runFolder } from "./run-folder.ts";

/** @throws TweedieError where a folder is a link, holds no run, or is being written: it is not to be deleted. */
export async function checkRemovable(root: string): Promise<void> {
  const folder = runFolder(resolve(root));
  const refuse = (what: string, fix?: string) => new TweedieError({ where: root, what, fix });
  const found = await lstat(folder.root).catch(() => undefined);
  if (found?.isSymbolicLink()) throw refuse("is a link", "name the folder that it leads to");
  if (!found?.isDirectory() || !(await readStatus(folder))) throw refuse("holds no run", "`tweedie ls` lists runs");
  const holder = await holderOf(folder.lock);
  if (holder) throw refuse(`process ${holder.pid} on ${holder.host} is running it`, "end that process first");
}

/** Deletes what a run has written, and its folder unless something else lies in it: the names of that are returned. */
export async function removeRun(root: string): Promise<readonly string[]> {
  await checkRemovable(root);
  const folder = runFolder(resolve(root));
  const release = await lock(folder.lock);
  const { config, metrics, checkpoints, teacher, samples, code, report, status } = folder;
  // The status goes last: until then the folder is a run, and can be named again.
  for (const part of [config, metrics, checkpoints, teacher, samples, code, report, status]) {
    await rm(part, { recursive: true, force: true });
  }
  await release();
  const left = await readdir(folder.root);
  if (left.length === 0) await rmdir(folder.root);
  return left;
}
