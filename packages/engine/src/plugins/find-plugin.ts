import type { Plugin, Role } from "@tweedie/core";
import { loadPlugin } from "./load-plugin.ts";
import { locateFile } from "./locate-file.ts";
import { locateModule, type WrongName } from "./locate-module.ts";
import { isChangedCopy, type PluginCode, readPluginCode } from "./plugin-code.ts";
import { parsePluginName } from "./plugin-name.ts";
import { listPluginsOf } from "./plugins-of-role.ts";
import type { Project } from "./project.ts";

/** A loaded plugin. */
export interface FoundPlugin {
  readonly plugin: Plugin;
  /** File of its module. */
  readonly file: string;
  /** Its source, if it is a file of the project. */
  readonly code?: PluginCode;
}

/** A plugin's name in an experiment. */
export interface PluginReference {
  readonly use: string;
  /** Role that the plugin must have. */
  readonly role: Role;
  /** Folder that relative paths start from. */
  readonly folder: string;
}

/**
 * Finds and loads the plugin that an experiment names, or describes why the name is wrong: parse, locate, load, check the role.
 *
 * @throws UntrustedCodeError if the project does not trust its module
 */
export async function findPlugin(reference: PluginReference, project: Project): Promise<FoundPlugin | WrongName> {
  const { use, role } = reference;
  const name = parsePluginName(use);
  if ("message" in name) return name;
  const module =
    name.kind === "file" ? await locateFile(reference, project) : await locateModule(name, reference, project);
  if ("message" in module) return module;
  const { file } = module;
  const code = name.kind === "file" ? await readPluginCode(file) : undefined;
  // Checked before the file is loaded, because that runs it.
  if (code && isChangedCopy(use, code))
    return { message: `\`${use}\` was changed after it was copied`, help: "run the original plugin file" };
  const plugin = await loadPlugin(module, project.trust);
  if ("message" in plugin) return plugin;
  if (plugin.role !== role) {
    const message = `\`${use}\` has the role ${plugin.role}, not ${role}`;
    return { message, help: await listPluginsOf(role, project) };
  }
  return { plugin, file, ...(code && { code }) };
}
