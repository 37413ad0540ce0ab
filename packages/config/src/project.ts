import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** The folder of the project that a folder belongs to, links followed: the nearest with a package.json, or that folder alone. */
export function projectOf(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return realpathSync(at);
    if (at === dirname(at)) return existsSync(folder) ? realpathSync(folder) : resolve(folder);
  }
}

/** Whether a path, relative to a folder, stays in a project: by its letters, and by where its links lead. */
export function staysInside(project: string, folder: string, path: string): boolean {
  const isInside = (file: string) => !/^\.\.(\/|$)/.test(relative(project, file).replaceAll(sep, "/"));
  const file = resolve(realpathSync(folder), path);
  return isInside(file) && (!existsSync(file) || isInside(realpathSync(file)));
}
