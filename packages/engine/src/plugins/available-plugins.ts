import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DiagnosticText } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";
import { asPlugin, loadDefaultExport, resemblesPlugin } from "./load-plugin.ts";
import {
  installedFamilies,
  installedPackage,
  type PluginPackage,
  resolveSubpath,
  subpathsOf,
} from "./plugin-package.ts";
import type { Project } from "./project.ts";

/** A plugin with its name: `sid/l2`, `my-losses/huber`, or its path from the project's folder, `./plugins/huber.ts`. */
export interface NamedPlugin {
  readonly use: string;
  readonly plugin: Plugin;
  /** File of its module. */
  readonly file: string;
}

/** Result of a search for plugins. */
export interface AvailablePlugins {
  readonly plugins: readonly NamedPlugin[];
  /** Modules that are meant to be plugins and are invalid, with the reason. */
  readonly broken: readonly (DiagnosticText & { readonly use: string })[];
}

/** Folder of a project's own plugins. */
const pluginFolder = "plugins";

/** Returns all plugins that a project's experiments can use: families, allowed packages, files in its folder `plugins`. */
export const availablePlugins = async (project: Project): Promise<AvailablePlugins> =>
  merge(await Promise.all([packagedPlugins(project), ownPlugins(project)]));

/** Returns the plugins of families and of allowed packages. No file of the project is run. */
export async function packagedPlugins(project: Project): Promise<AvailablePlugins> {
  const packages = project.packages.flatMap((name) => installedPackage(name, project) ?? []);
  return merge(await Promise.all([...installedFamilies(project), ...packages].map(pluginsOf)));
}

/** Returns the plugins among the exports of a package. */
export async function pluginsOf(found: PluginPackage): Promise<AvailablePlugins> {
  const subpaths = await subpathsOf(found);
  return loadAll(subpaths.map((subpath) => [found.prefix + subpath.slice(1), resolveSubpath(found, subpath)] as const));
}

/** Returns the plugins among the files of a project's plugin folder, named by their paths from the project's folder. */
async function ownPlugins({ root }: Project): Promise<AvailablePlugins> {
  const files = await readdir(join(root, pluginFolder)).catch(() => []);
  const names = files.filter((file) => /^[\w-]+\.m?[jt]s$/.test(file));
  return loadAll(names.map((name) => [`./${pluginFolder}/${name}`, join(root, pluginFolder, name)] as const));
}

async function loadAll(
  modules: readonly (readonly [use: string, file: string | undefined])[],
): Promise<AvailablePlugins> {
  return merge(await Promise.all(modules.map(([use, file]) => (file === undefined ? none : loadOne(use, file)))));
}

/** Loads one module. A module with another kind of export is not a plugin, which is no error. */
async function loadOne(use: string, file: string): Promise<AvailablePlugins> {
  const exported = await loadDefaultExport(file, use);
  if ("message" in exported) return { plugins: [], broken: [{ ...exported, use }] };
  if (!resemblesPlugin(exported.value)) return none;
  const plugin = asPlugin(exported.value, { file, use });
  return "message" in plugin
    ? { plugins: [], broken: [{ ...plugin, use }] }
    : { plugins: [{ use, plugin, file }], broken: [] };
}

const none: AvailablePlugins = { plugins: [], broken: [] };

const merge = (parts: readonly AvailablePlugins[]): AvailablePlugins => ({
  plugins: parts.flatMap(({ plugins }) => plugins).sort((a, b) => (a.use < b.use ? -1 : 1)),
  broken: parts.flatMap(({ broken }) => broken),
});
