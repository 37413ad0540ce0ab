import { realpathSync } from "node:fs";
import { relative, isAbsolute, sep } from "node:path";

/** True if a path, links resolved, is a folder or inside it. False for a path that does not exist. */
export function staysInside(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
  } catch {
    return false;
  }
}
