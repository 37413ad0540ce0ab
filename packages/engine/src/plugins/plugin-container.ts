import type { Role, Roles } from "@tweedie/core";
import type { FilledSlot } from "../experiment/experiment.ts";
import { createPluginObject } from "./create-plugin-object.ts";

/** The plugin objects of an experiment, each created on first use and once. */
export interface PluginContainer {
  /** The object of a slot; the slot of a shared role is named after the role. */
  get<R extends Role>(role: R, path?: string): Roles[R];
  /** The objects of all slots of a role under a path, in order. */
  all<R extends Role>(role: R, path: string): Roles[R][];
}

/**
 * Binds each slot of an experiment to its plugin in inversify's container, which injects the shared roles that plugins use.
 *
 * inversify is loaded here, as other commands than those that create plugins start faster without it.
 */
export async function createPluginContainer(slots: readonly FilledSlot[]): Promise<PluginContainer> {
  const { Container } = await import("inversify");
  const container = new Container({ defaultScope: "Singleton" });
  for (const slot of slots) {
    const { uses } = slot.plugin;
    const inside = slots.filter(({ host }) => host === slot.path).map(({ path }) => path);
    const create = (...objects: unknown[]) => {
      const objectAt = new Map(inside.map((path, i) => [path, objects[uses.length + i]]));
      return createPluginObject(slot, objects.slice(0, uses.length), objectAt);
    };
    container.bind(slot.path).toResolvedValue(create, [...uses, ...inside]);
  }
  return {
    get: (role, path = role) => container.get(path),
    all: (role, path) =>
      slots
        .filter((slot) => slot.role === role && slot.host === undefined && slot.path.startsWith(`${path}.`))
        .map((slot) => container.get(slot.path)),
  };
}
