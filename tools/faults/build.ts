import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Replacement of one passage of a source file. */
export interface Edit {
  /** Path from the root of the repository. */
  readonly file: string;
  /** The passage, which the file contains exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** Folders of a copy: those that hold the packages. */
const copied = ["packages", "plugins", "experiments", "tools/flipped-bytes"];

/**
 * Copies the sources of the product to a folder with some passages replaced. Installed packages are linked, the workspace's
 * own packages point into the copy.
 *
 * @throws Error if a passage is not found exactly once: then the control no longer takes anything out.
 */
export function copyBuild(root: string, folder: string, edits: readonly Edit[]): void {
  const isSource = (path: string) => basename(path) !== "node_modules" && !path.endsWith(".tsbuildinfo");
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true, filter: isSource });
  linkModules(join(root, "node_modules"), join(folder, "node_modules"));
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  for (const edit of edits) applyEdit(folder, edit);
}

/** Links what is installed: packages of the registry to where they are, the workspace's own to the copy. */
function linkModules(from: string, to: string): void {
  mkdirSync(join(to, "@tweedie"), { recursive: true });
  for (const kind of ["packages", "plugins"]) {
    for (const name of readdirSync(join(dirname(to), kind))) {
      const folder = join(dirname(to), kind, name);
      if (!existsSync(join(folder, "package.json"))) continue;
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { readonly name: string };
      symlinkSync(folder, join(to, manifest.name), "junction");
      linkOwnModules(join(dirname(from), kind, name), folder);
    }
  }
  for (const name of readdirSync(from)) {
    if (!existsSync(join(to, name))) symlinkSync(join(from, name), join(to, name), "junction");
  }
}

/** Links the packages that npm installed for one workspace only. */
function linkOwnModules(from: string, to: string): void {
  if (readdirSync(from).includes("node_modules")) {
    symlinkSync(join(from, "node_modules"), join(to, "node_modules"), "junction");
  }
}

function applyEdit(folder: string, { file, find, replace }: Edit): void {
  const path = join(folder, file);
  const parts = readFileSync(path, "utf8").split(find);
  if (parts.length !== 2) {
    throw new Error(`${file} contains the passage of a control ${parts.length - 1} times, not once:\n${find}`);
  }
  rmSync(path);
  writeFileSync(path, parts.join(replace));
}
