import { type Role, roleDescriptions } from "@tweedie/core";
import { experimentReference, type KeyReference, keysOf, type NamedPlugin, slotRoles } from "@tweedie/engine";
import { sweepReference, sweepSlots } from "@tweedie/study";
import { familyOf } from "../commands/plugins/installed-plugins.ts";
import { packagedPlugins } from "../plugin-pages/local-plugins.ts";

/** Kinds of files that have keys. */
export type FileKind = "experiment" | "sweep";

/** All that `tweedie explain` describes. */
export interface Catalogue {
  readonly keys: Readonly<Record<FileKind, readonly KeyReference[]>>;
  /** Plugins with their options. */
  readonly plugins: readonly (NamedPlugin & { readonly options: readonly KeyReference[] })[];
}

export type CataloguedPlugin = Catalogue["plugins"][number];

/** Paths of an experiment and of a sweep that take plugins, with their roles. */
export const slots: Readonly<Record<string, Role>> = { ...slotRoles, ...sweepSlots };

/** Paths that take plugins of a role. */
export const slotsOf = (role: Role): readonly string[] => Object.keys(slots).filter((path) => slots[path] === role);

export const roles = Object.keys(roleDescriptions) as readonly Role[];

/** Reads the catalogue. The plugins are those of packages: no file of the project is run. */
export async function readCatalogue(): Promise<Catalogue> {
  const { plugins } = await packagedPlugins();
  return {
    keys: { experiment: experimentReference(), sweep: sweepReference() },
    plugins: plugins.map((named) => ({ ...named, options: keysOf(named.plugin.options) })),
  };
}

/** All names that `tweedie explain` answers for. */
export function namesIn({ keys, plugins }: Catalogue): readonly string[] {
  const paths = [...keys.experiment, ...keys.sweep].map(({ path }) => path);
  const options = plugins.flatMap(({ plugin, options }) =>
    slotsOf(plugin.role).flatMap((slot) => options.map(({ path }) => `${slot}.${path}`)),
  );
  const written = [...paths, ...options].map((path) => path.replaceAll(".*", ""));
  return [...new Set([...written, ...roles, ...plugins.flatMap(({ use }) => [use, familyOf(use)])])];
}
