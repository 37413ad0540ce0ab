import type { Finding } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "./project.ts";
import { checkPlugin, loadDefault, looksLikePlugin } from "./load-plugin.ts";
import {
  installedFamilies,
  installedPackage,
  type PluginPackage,
  resolveSubpath,
  subpathsOf,
} from "./plugin-package.ts";

/** A plugin by the name that experiments give it: `sid/l2`, `my-lab-losses/huber`, or its path from the lab's folder. */
export interface NamedPlugin {
  readonly use: string;
  readonly plugin: Plugin;
  /** Its module. */
  readonly file: string;
}

/** What was looked through for plugins. */
export interface Available {
  readonly plugins: readonly NamedPlugin[];
  /** What should be a plugin and is not, and why. */
  readonly broken: readonly (Finding & { readonly use: string })[];
}

/** The folder of a lab where its own plugins lie. */
const pluginFolder = "plugins";

/** All that experiments of a lab can be made of: families, packages that it allows, files in its own folder `plugins`. */
export async function availablePlugins(lab: Project): Promise<Available> {
  const packages = lab.packages.flatMap((name) => installedPackage(name, lab) ?? []);
  return merge(await Promise.all([...installedFamilies(lab), ...packages].map(pluginsOf).concat(ownPlugins(lab))));
}

/** The plugins of a package: those of its exports that are one. */
export async function pluginsOf(found: PluginPackage): Promise<Available> {
  const subpaths = await subpathsOf(found);
  return load(subpaths.map((subpath) => [found.prefix + subpath.slice(1), resolveSubpath(found, subpath)] as const));
}

/** Files that have a plugin for their default export, by their paths from the lab's folder. */
async function ownPlugins({ root }: Project): Promise<Available> {
  const files = await readdir(join(root, pluginFolder)).catch(() => []);
  const names = files.filter((file) => /^[\w-]+\.m?[jt]s$/.test(file));
  return load(names.map((name) => [`./${pluginFolder}/${name}`, join(root, pluginFolder, name)] as const));
}

async function load(modules: readonly (readonly [use: string, file: string | undefined])[]): Promise<Available> {
  return merge(await Promise.all(modules.map(([use, file]) => (file === undefined ? none : loadOne(use, file)))));
}

/** A module that exports something else entirely is no plugin, and that is well. */
async function loadOne(use: string, file: string): Promise<Available> {
  const exported = await loadDefault(file, use);
  if ("message" in exported) return { plugins: [], broken: [{ ...exported, use }] };
  if (!looksLikePlugin(exported.value)) return none;
  const plugin = checkPlugin(exported.value, { file, use });
  return "message" in plugin
    ? { plugins: [], broken: [{ ...plugin, use }] }
    : { plugins: [{ use, plugin, file }], broken: [] };
}

const none: Available = { plugins: [], broken: [] };

const merge = (parts: readonly Available[]): Available => ({
  plugins: parts.flatMap(({ plugins }) => plugins).sort((a, b) => (a.use < b.use ? -1 : 1)),
  broken: parts.flatMap(({ broken }) => broken),
});
