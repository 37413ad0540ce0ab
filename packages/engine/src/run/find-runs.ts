import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Finds run folders, those with a `status.json`, in a folder and below it, sorted by path. Symbolic links are not followed. */
export async function findRuns(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  if (entries.some((entry) => entry.name === "status.json" && entry.isFile())) return [root];
  const folders = entries.filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name));
  const found = await Promise.all(folders.map(({ name }) => findRuns(join(root, name))));
  return found.flat().sort();
}
