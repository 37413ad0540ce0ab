import type { Role, Roles } from "@tweedie/core";
import { makePlugin } from "../plugins/make-plugin.ts";
import type { FilledSlot } from "./experiment.ts";

/** Everything that an experiment names, made on demand and once. */
export interface Wired {
  /** What fills a place. */
  get<R extends Role>(role: R, path?: string): Roles[R];
  /** What fills every place under a path, in order. */
  all<R extends Role>(role: R, path: string): Roles[R][];
}

/** The places of one role under a path. */
export const slotsUnder = (slots: readonly FilledSlot[], role: Role, path: string): readonly FilledSlot[] =>
  slots.filter((slot) => slot.role === role && slot.path.startsWith(`${path}.`));

/** The same as `wire`, without a container: to check an experiment takes half the time when none is loaded. */
export function assemble(slots: readonly FilledSlot[]): Wired {
  const made = new Map<string, Roles[Role]>();
  const make = (path: string): Roles[Role] => {
    const slot = slots.find((each) => each.path === path)!;
    const plugin = made.get(path) ?? makePlugin(slot, slot.plugin.uses.map(make));
    made.set(path, plugin);
    return plugin;
  };
  return {
    get: <R extends Role>(role: R, path: string = role) => make(path) as Roles[R],
    all: <R extends Role>(role: R, path: string) =>
      slotsUnder(slots, role, path).map((slot) => make(slot.path) as Roles[R]),
  };
}
