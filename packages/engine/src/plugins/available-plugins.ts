import type { DiagnosticText } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";
import { asPlugin, loadDefaultExport, resemblesPlugin } from "./load-plugin.ts";
import { ownPluginFiles } from "./own-plugin-files.ts";
import {
  installedFamilies,
  installedPackage,
  moduleOf,
  type PluginPackage,
  resolveSubpath,
  subpathsOf,
} from "./plugin-package.ts";
import type { Project } from "./project.ts";
import type { PluginModule, Trust } from "./trust.ts";

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

/** Returns the plugins that a project's experiments can use and that it trusts: families, allowed packages, files in its folder `plugins`. */
export const availablePlugins = async (project: Project): Promise<AvailablePlugins> =>
  merge(await Promise.all([packagedPlugins(project), ownPlugins(project)]));

/** Returns the trusted plugins of families and of allowed packages. No file of the project is run. */
export async function packagedPlugins(project: Project): Promise<AvailablePlugins> {
  const packages = project.packages.flatMap((name) => installedPackage(name, project) ?? []);
  const found = [...installedFamilies(project), ...packages].map((each) => pluginsOf(each, project.trust));
  return merge(await Promise.all(found));
}

/** Returns the trusted plugins among the exports of a package. */
export async function pluginsOf(found: PluginPackage, trust: Trust): Promise<AvailablePlugins> {
  const modules = (await subpathsOf(found)).flatMap((subpath) => {
    const file = resolveSubpath(found, subpath);
    return file === undefined ? [] : moduleOf(found, found.prefix + subpath.slice(1), file);
  });
  return loadAll(modules, trust);
}

/** Returns the plugins among the files of a project's plugin folder. */
const ownPlugins = async (project: Project): Promise<AvailablePlugins> =>
  loadAll(await ownPluginFiles(project), project.trust);

async function loadAll(modules: readonly PluginModule[], trust: Trust): Promise<AvailablePlugins> {
  return merge(await Promise.all(modules.filter(trust).map((module) => loadOne(module, trust))));
}

/** Loads one module. A module with another kind of export is not a plugin, which is no error. */
async function loadOne(module: PluginModule, trust: Trust): Promise<AvailablePlugins> {
  const { use, file } = module;
  const exported = await loadDefaultExport(module, trust);
  if ("message" in exported) return { plugins: [], broken: [{ ...exported, use }] };
  if (!resemblesPlugin(exported.value)) return none;
  const plugin = asPlugin(exported.value, module);
  return "message" in plugin
    ? { plugins: [], broken: [{ ...plugin, use }] }
    : { plugins: [{ use, plugin, file }], broken: [] };
}

const none: AvailablePlugins = { plugins: [], broken: [] };

const merge = (parts: readonly AvailablePlugins[]): AvailablePlugins => ({
  plugins: parts.flatMap(({ plugins }) => plugins).sort((a, b) => (a.use < b.use ? -1 : 1)),
  broken: parts.flatMap(({ broken }) => broken),
});
