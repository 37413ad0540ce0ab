import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Size in bytes of a file, or of a folder with all its contents. Links are not followed; files deleted meanwhile count as 0. */
export async function bytesOnDisk(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const sizes = await Promise.all((await readdir(path)).map((name) => bytesOnDisk(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
