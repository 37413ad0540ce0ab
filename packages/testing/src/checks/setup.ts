import { ownOptions, type Plugin, type Role, type Roles, type SharedRole, withPluginObjects } from "@tweedie/core";
import { standIns } from "../stand-ins/stand-ins.ts";

/** Options and roles with which the checks of a contract create a plugin. */
export interface Setup {
  /** Options of the plugin, as in YAML. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Roles that the plugin uses, in place of stand-ins. */
  readonly uses?: Partial<Pick<Roles, SharedRole>>;
  /** Plugins in the options, by the name in their blocks. Their own plugins are created with the same setup. */
  readonly plugins?: Readonly<Record<string, Plugin>>;
  /** Shape of one sample; `[2]` by default. */
  readonly shape?: readonly number[];
}

/** Creates the object of a plugin. */
export function make<R extends Role>(
  plugin: Plugin<R>,
  { options = {}, uses = {}, plugins = {}, shape = [2] }: Setup = {},
): Roles[R] {
  const roles = { ...standIns(shape), ...uses };
  const filled = withPluginObjects(plugin.options, plugin.options.parse(options), (inside) => {
    const { use } = inside.block;
    const named = plugins[use];
    if (!named) throw new Error(`the setup of the test has no plugin \`${use}\` in \`plugins\``);
    return make(named, { options: ownOptions(inside), uses, plugins, shape });
  });
  return plugin.create(filled, ...plugin.uses.map((role) => roles[role]));
}
