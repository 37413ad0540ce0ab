import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of a file, or of all that lies in a folder. Links are not followed, and what goes away meanwhile counts nothing. */
export async function bytesOnDisk(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const sizes = await Promise.all((await readdir(path)).map((name) => bytesOnDisk(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
