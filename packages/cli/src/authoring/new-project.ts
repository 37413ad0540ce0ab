import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative, sep } from "node:path";
import { projectFiles, versions } from "create-tweedie";

const require = createRequire(import.meta.url);

/** Returns the files of a new project by their paths. `root` is its folder, which exists and is empty. */
export const newProject = (root: string): ReadonlyMap<string, string> =>
  projectFiles({ name: basename(root), packages: isCheckout() ? linkedPackages(root) : versions });

/** True if the command runs from the sources of Tweedie's repository. */
export const isCheckout = (): boolean => !folderOf("tweedie").split(sep).includes("node_modules");

/** Paths of the packages in this checkout, which is not published. The project then works on this machine only. */
function linkedPackages(root: string): typeof versions {
  const link = (name: string) => `file:${relative(realpathSync(root), folderOf(name)).replaceAll(sep, "/")}`;
  return Object.fromEntries(Object.keys(versions).map((name) => [name, link(name)])) as typeof versions;
}

/** The folder in which a package is installed, with links resolved. */
function folderOf(name: string): string {
  const folders = (require.resolve.paths(name) ?? []).map((modules) => join(modules, name));
  const found = folders.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${name} is not installed next to the command`);
  return realpathSync(found);
}
