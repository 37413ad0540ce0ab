import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, parse, relative, resolve, sep } from "node:path";
import { fileLimits, readRegularFileSync } from "@tweedie/core/files";

/**
 * Returns the project that a folder belongs to, links resolved; undefined if it belongs to none.
 *
 * A project is the nearest folder whose package.json has the key `tweedie` or depends on Tweedie. The search ends at folders of temporary
 * files, where anybody may have written a package.json, and at the root of the file system. The home folder needs the key: a package
 * that was installed there by mistake does not make all files of the user one project.
 */
export function findProjectRoot(folder: string): string | undefined {
  for (let at = realPath(folder); at !== parse(at).root && !isTemporary(at); at = dirname(at)) {
    if (isProject(at)) return at;
  }
  return undefined;
}

/** Returns the folder that the files of an experiment must be in: the project of the folder, or the folder itself. */
export const projectBoundary = (folder: string): string => findProjectRoot(folder) ?? realPath(folder);

/** True if a path, relative to a folder, stays inside a project: both as written and with its links resolved. */
export function staysInside(project: string, folder: string, path: string): boolean {
  const isInside = (file: string) => !/^\.\.(\/|$)/.test(relative(project, file).replaceAll(sep, "/"));
  const file = resolve(realpathSync(folder), path);
  return isInside(file) && (!existsSync(file) || isInside(realpathSync(file)));
}

const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

function isProject(folder: string): boolean {
  const content = readManifest(join(folder, "package.json"));
  if (typeof content !== "object" || content === null) return content !== undefined;
  const fields = content as Readonly<Record<string, unknown>>;
  if ("tweedie" in fields) return true;
  return !isHome(folder) && dependencyFields.some((field) => namesTweedie(fields[field]));
}

const dependencyFields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

const namesTweedie = (dependencies: unknown): boolean =>
  typeof dependencies === "object" &&
  dependencies !== null &&
  Object.keys(dependencies).some((name) => name === "tweedie" || name.startsWith("@tweedie/"));

/** Reads a package.json; undefined if it cannot be read. Text that is not JSON is returned: who reads the project's settings reports it. */
function readManifest(file: string): unknown {
  try {
    const text = readRegularFileSync(file, fileLimits.json).toString("utf8");
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  } catch {
    return undefined;
  }
}

/** Bits of a folder that everybody may write to, without deleting the files of others. */
const sharedBits = 0o1002;

/** True for a folder of temporary files: that of this process, and those of all users. */
const isTemporary = (folder: string): boolean =>
  folder === realPath(tmpdir()) ||
  ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & sharedBits) === sharedBits;

function isHome(folder: string): boolean {
  try {
    return folder === realPath(homedir());
  } catch {
    return false; // this user has no home folder
  }
}
