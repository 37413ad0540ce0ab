import { addDiagnostic, type ConfigDocument, mendOptions, type PluginBlock } from "@tweedie/config";
import type { Role, Roles } from "@tweedie/core";
import { createPluginObject, findPlugin, type Project } from "@tweedie/engine";

/** W&B's names of plugins. */
export const pluginAliases: Readonly<Record<string, string>> = { bayes: "tpe", hyperband: "asha" };

/** Full name of a plugin: `tpe` is short for `samplers/tpe`. */
export const qualifiedName = (family: string, use: string): string =>
  use.includes("/") ? use : `${family}/${pluginAliases[use] ?? use}`;

/** A slot of a sweep with the block that fills it. */
interface PluginSlot<R extends Role> {
  readonly path: string;
  readonly role: R;
  readonly block: PluginBlock;
  readonly project: Project;
  /** Folder that relative paths of plugin files start from. */
  readonly folder: string;
}

/**
 * Loads the plugin of a slot, validates its options and creates it. Returns it with its block, defaults included.
 *
 * Adds problems to the document and then returns undefined.
 */
export async function checkPluginBlock<R extends Role>(
  document: ConfigDocument,
  { path, role, block, project, folder }: PluginSlot<R>,
): Promise<{ readonly plugin: Roles[R]; readonly block: PluginBlock } | undefined> {
  const found = await findPlugin({ use: block.use, role, folder }, project);
  if ("message" in found) {
    addDiagnostic(document, path, found);
    return undefined;
  }
  const checked = mendOptions(document, found.plugin.options, path, block);
  const options = checked.isValid ? (checked.value as object) : undefined;
  if (options === undefined) return undefined;
  const { use } = block;
  const plugin = createPluginObject({ ...found, path, role, use, options }, []) as Roles[R];
  return { plugin, block: { use, ...options } };
}
