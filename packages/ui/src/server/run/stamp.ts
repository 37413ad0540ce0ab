import { stat } from "node:fs/promises";

/** Text that changes whenever a file is written or replaced; empty if there is none. */
export async function stampOf(path: string): Promise<string> {
  const stats = await stat(path).catch(() => undefined);
  return stats === undefined ? "" : `${stats.ino}-${stats.size}-${stats.mtimeMs}`;
}
