import { type Role, roleDescriptions } from "@tweedie/core";
import type { KeyReference } from "@tweedie/engine";
import { describePlugin, type PluginDescription } from "../plugin-pages/plugin-page.ts";
import { exampleValue, yamlAt, yamlOfPlugin } from "../plugin-pages/yaml-example.ts";
import { type Catalogue, type CataloguedPlugin, type FileKind, slots, slotsOf } from "./catalogue.ts";

/** A plugin in a list. */
interface PluginSummary {
  readonly use: string;
  readonly summary: string;
}

/** A key of an experiment or of a sweep. */
export interface KeyTopic extends KeyReference {
  readonly kind: "key";
  readonly file: FileKind;
  /** One line of YAML. */
  readonly example: string;
  /** The keys of a map. */
  readonly keys: readonly KeyReference[];
  /** Plugins that the key takes. */
  readonly plugins: readonly PluginSummary[];
}

/** An option of a plugin. */
export interface OptionTopic extends KeyReference {
  readonly kind: "option";
  readonly use: string;
  readonly role: Role;
  /** Paths that take the plugin. */
  readonly slots: readonly string[];
  readonly example: string;
}

export interface PluginTopic extends PluginDescription {
  readonly kind: "plugin";
}

/** A role, or a family or package of plugins. */
export interface GroupTopic {
  readonly kind: "role" | "family";
  readonly name: string;
  readonly description?: string;
  /** Paths that take plugins of the role. */
  readonly slots?: readonly string[];
  readonly plugins: readonly PluginSummary[];
}

export type Topic = KeyTopic | OptionTopic | PluginTopic | GroupTopic;

const summariesOf = (plugins: readonly CataloguedPlugin[]): readonly PluginSummary[] =>
  plugins.map(({ use, plugin }) => ({ use, summary: plugin.summary }));

export function keyTopic(file: FileKind, key: KeyReference, { keys, plugins }: Catalogue): KeyTopic {
  const inside = keys[file].filter(({ path }) => isChild(path, key.path));
  return {
    ...key,
    kind: "key",
    file,
    example: inside.length > 0 ? exampleOfMap(key, inside) : yamlAt(key.path, exampleValue(key)),
    keys: inside,
    plugins: summariesOf(plugins.filter(({ plugin }) => plugin.role === key.role)),
  };
}

const isChild = (path: string, parent: string): boolean =>
  path.startsWith(`${parent}.`) && !path.slice(parent.length + 1).includes(".");

/** A map with its first key. */
const exampleOfMap = (key: KeyReference, [first]: readonly KeyReference[]): string =>
  key.example !== undefined ? yamlAt(key.path, exampleValue(key)) : yamlAt(first!.path, exampleValue(first!));

export function optionTopic({ use, plugin: { role }, options }: CataloguedPlugin, key: KeyReference): OptionTopic {
  const [slot = role] = slotsOf(role);
  const inside = options.filter(({ path }) => isChild(path, key.path));
  const option = inside.length > 0 ? exampleOfMap(key, inside) : yamlAt(key.path, exampleValue(key));
  return { ...key, kind: "option", use, role, slots: slotsOf(role), example: yamlOfPlugin(use, slot, [option]) };
}

export const pluginTopic = (plugin: CataloguedPlugin): PluginTopic => ({
  kind: "plugin",
  ...describePlugin(plugin, slots),
});

export const roleTopic = (role: Role, { plugins }: Catalogue): GroupTopic => ({
  kind: "role",
  name: role,
  description: roleDescriptions[role],
  slots: slotsOf(role),
  plugins: summariesOf(plugins.filter(({ plugin }) => plugin.role === role)),
});

export const familyTopic = (name: string, members: readonly CataloguedPlugin[]): GroupTopic => ({
  kind: "family",
  name,
  plugins: summariesOf(members),
});
