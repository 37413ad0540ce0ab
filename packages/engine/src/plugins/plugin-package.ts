import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findProjectRoot } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { moduleResolve } from "import-meta-resolve";
import type { Project } from "./project.ts";
import type { PluginModule } from "./trust.ts";

/** An installed package with plugins. */
export interface PluginPackage {
  /** First part of its plugins' names: `sid`, `my-losses`. */
  readonly prefix: string;
  /** Name of the package: `@tweedie/plugin-sid`. */
  readonly name: string;
  readonly folder: string;
  /** Module that it is resolved from. */
  readonly importer: URL;
  /** Origin of its code. */
  readonly origin: "family" | "package";
  /** The project that has it, for a package; undefined if it is in no project. */
  readonly project: string | undefined;
}

/** Returns the module of a plugin of a package. */
export const moduleOf = ({ origin, project }: PluginPackage, use: string, file: string): PluginModule => {
  return { use, file, origin, project };
};

/** Conditions of `exports` that apply. */
const conditions = new Set(["node", "import"]);
const scope = "@tweedie";
const familyPrefix = "plugin-";

/** Returns the families that are installed with the engine or in the project: `sid` for the package `@tweedie/plugin-sid`. */
export function installedFamilies(project: Project): readonly PluginPackage[] {
  const found = new Map<string, PluginPackage>();
  for (const { importer, origin } of familyPlaces(project)) {
    for (const modules of modulesAbove(importer)) {
      if (!existsSync(join(modules, scope))) continue;
      for (const entry of readdirSync(join(modules, scope)).filter((entry) => entry.startsWith(familyPrefix))) {
        const prefix = entry.slice(familyPrefix.length);
        const name = `${scope}/${entry}`;
        if (found.has(prefix)) continue;
        const folder = join(modules, scope, entry);
        found.set(prefix, { prefix, name, folder, importer, origin, project: ownerOf(modules, origin) });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
}

/** Returns the family of a prefix, if it is installed with the engine or in the project. */
export function installedFamily(prefix: string, project: Project): PluginPackage | undefined {
  const name = `${scope}/${familyPrefix}${prefix}`;
  for (const { importer, origin } of familyPlaces(project)) {
    for (const modules of modulesAbove(importer)) {
      const folder = join(modules, name);
      if (existsSync(folder)) return { prefix, name, folder, importer, origin, project: ownerOf(modules, origin) };
    }
  }
  return undefined;
}

const familyPlaces = (project: Project) => [
  { importer: new URL(import.meta.url), origin: "family" } as const,
  { importer: importerIn(project), origin: "package" } as const,
];

/** Project that owns a family. Not the project itself: a node_modules above it may be that of another project, or of another user. */
const ownerOf = (modules: string, origin: PluginPackage["origin"]): string | undefined =>
  origin === "family" ? undefined : findProjectRoot(dirname(modules));

/** Returns a package that the project allows, if it is installed there. */
export function installedPackage(name: string, project: Project): PluginPackage | undefined {
  const importer = importerIn(project);
  const folder = modulesAbove(importer)
    .map((modules) => join(modules, name))
    .find((folder) => existsSync(join(folder, "package.json")));
  if (folder === undefined) return undefined;
  return { prefix: name, name, folder, importer, origin: "package", project: project.root };
}

/** Files of families that are installed with the engine: they stay for the life of the process. A sweep looks each up hundreds of times. */
const filesOfFamilies = new Map<string, string>();

/** Returns the file of a subpath of a package, by its `exports`; undefined if there is none. */
export function resolveSubpath({ name, importer, origin }: PluginPackage, subpath: string): string | undefined {
  const specifier = name + subpath.slice(1);
  const known = origin === "family" ? filesOfFamilies.get(specifier) : undefined;
  if (known !== undefined) return known;
  try {
    const file = fileURLToPath(moduleResolve(specifier, importer, conditions));
    if (origin === "family") filesOfFamilies.set(specifier, file);
    return file;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND" || code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return undefined;
    throw new TweedieError({ where: name, what: message.split("\n", 1)[0]! }, { cause: error });
  }
}

/** Returns the subpaths that a package exports, with its patterns expanded. Any of them may be a plugin. */
export async function subpathsOf({ folder }: PluginPackage): Promise<readonly string[]> {
  const manifest = await readRegularText(join(folder, "package.json"), fileLimits.json);
  const { exports = {} } = JSON.parse(manifest) as { exports?: unknown };
  const table = typeof exports === "object" && exports !== null ? exports : {};
  const keys = Object.keys(table).filter((key) => key.startsWith("."));
  const subpaths = keys.flatMap((key) =>
    key.includes("*") ? expandPattern(key, targetOf((table as Record<string, unknown>)[key]), folder) : [key],
  );
  return (keys.length === 0 ? ["."] : subpaths).filter((subpath) => /^\.(\/[a-z0-9][a-z0-9/_-]*)?$/.test(subpath));
}

/** Expands `./*` with the target `./src/*.ts` to a subpath per file. */
function expandPattern(key: string, target: string | undefined, folder: string): string[] {
  const [, inside, before = "", after = ""] = /^(.*\/)([^/*]*)\*([^/*]*)$/.exec(target ?? "") ?? [];
  if (inside === undefined || !existsSync(join(folder, inside))) return [];
  return readdirSync(join(folder, inside))
    .filter((file) => file.startsWith(before) && file.endsWith(after))
    .map((file) => key.replace("*", file.slice(before.length, file.length - after.length)));
}

/** Returns the target of an entry of `exports` for an import. */
function targetOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (typeof entry !== "object" || entry === null) return undefined;
  const applicable = Object.entries(entry).filter(([name]) => name === "default" || conditions.has(name));
  return applicable.map(([, target]) => targetOf(target)).find((target) => target !== undefined);
}

const importerIn = ({ root }: Project): URL => pathToFileURL(join(root, "package.json"));

const knownFolders = new Map<string, readonly string[]>();

/** Returns the `node_modules` folders in which a module's imports are looked up. */
function modulesAbove(importer: URL): readonly string[] {
  const folders = knownFolders.get(importer.href) ?? createRequire(importer).resolve.paths(scope) ?? [];
  knownFolders.set(importer.href, folders);
  return folders;
}
