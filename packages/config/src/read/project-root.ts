import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** Returns the project that a folder belongs to, links resolved: the nearest folder with a package.json, or the folder itself. */
export function findProjectRoot(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return realpathSync(at);
    if (at === dirname(at)) return existsSync(folder) ? realpathSync(folder) : resolve(folder);
  }
}

/** True if a path, relative to a folder, stays inside a project: both as written and with its links resolved. */
export function staysInside(project: string, folder: string, path: string): boolean {
  const isInside = (file: string) => !/^\.\.(\/|$)/.test(relative(project, file).replaceAll(sep, "/"));
  const file = resolve(realpathSync(folder), path);
  return isInside(file) && (!existsSync(file) || isInside(realpathSync(file)));
}
