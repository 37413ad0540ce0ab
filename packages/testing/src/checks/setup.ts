import type { Plugin, Role, Roles, SharedRole } from "@tweedie/core";
import { standIns } from "../stand-ins/stand-ins.ts";

/** Options and roles with which the checks of a contract create a plugin. */
export interface Setup {
  /** Options of the plugin, as in YAML. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Roles that the plugin uses, in place of stand-ins. */
  readonly uses?: Partial<Pick<Roles, SharedRole>>;
  /** Shape of one sample; `[2]` by default. */
  readonly shape?: readonly number[];
}

/** Creates the object of a plugin. */
export function make<R extends Role>(
  plugin: Plugin<R>,
  { options = {}, uses = {}, shape = [2] }: Setup = {},
): Roles[R] {
  const roles = { ...standIns(shape), ...uses };
  return plugin.create(plugin.options.parse(options), ...plugin.uses.map((role) => roles[role]));
}
