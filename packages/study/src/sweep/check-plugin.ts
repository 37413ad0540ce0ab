import { checkOptions, addDiagnostic, type ConfigDocument, type PluginBlock } from "@tweedie/config";
import type { Role, Roles } from "@tweedie/core";
import { findPlugin, type Project } from "@tweedie/engine";

/** Names that other tools have for the same. */
export const aliases: Readonly<Record<string, string>> = { bayes: "tpe", hyperband: "asha" };

/** A plugin's whole name: `tpe` is short for `samplers/tpe`. */
export const namedAs = (family: string, use: string): string =>
  use.includes("/") ? use : `${family}/${aliases[use] ?? use}`;

/** A place of a sweep that a plugin fills. */
interface Place<R extends Role> {
  readonly path: string;
  readonly role: R;
  readonly block: PluginBlock;
  readonly lab: Project;
  /** Where paths of plugins start from. */
  readonly folder: string;
}

/** Loads the plugin of a place, checks its options and makes it. What is wrong is left in the document. */
export async function checkPlugin<R extends Role>(
  document: ConfigDocument,
  { path, role, block, lab, folder }: Place<R>,
): Promise<{ readonly made: Roles[R]; readonly block: PluginBlock } | undefined> {
  const found = await findPlugin({ use: block.use, role, folder }, lab);
  if ("message" in found) {
    addDiagnostic(document, path, found);
    return undefined;
  }
  const options = checkOptions(document, found.plugin.options, path, block) as object | undefined;
  if (options === undefined) return undefined;
  return { made: found.plugin.create(options) as Roles[R], block: { use: block.use, ...options } };
}
