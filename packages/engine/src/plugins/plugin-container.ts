import { pluginsInOptions, type Role, type Roles, TweedieError } from "@tweedie/core";
import { isMissing, missingPart, MissingPart } from "../consistency/missing-part.ts";
import type { FilledSlot } from "../experiment/experiment.ts";
import { slotRoles } from "../experiment/slots.ts";
import { createPluginObject } from "./create-plugin-object.ts";

/** The plugin objects of an experiment, each created on first use and once. */
export interface PluginContainer {
  /** The object of a slot; the slot of a shared role is named after the role. */
  get<R extends Role>(role: R, path?: string): Roles[R];
  /** The objects of all slots of a role under a path, in order. */
  all<R extends Role>(role: R, path: string): Roles[R][];
}

/** Receives the error of a plugin that does not fit. */
export type OnMistake = (error: TweedieError, slot: FilledSlot) => void;

/**
 * Binds each slot of an experiment to its plugin in inversify's container, which injects the shared roles that plugins use.
 *
 * inversify is loaded here, as other commands than those that create plugins start faster without it.
 *
 * @param onMistake If given, an object that cannot be created is a missing part, and so is each that uses it: one mistake, one error.
 */
export async function createPluginContainer(
  slots: readonly FilledSlot[],
  onMistake?: OnMistake,
): Promise<PluginContainer> {
  const { Container } = await import("inversify");
  const container = new Container({ defaultScope: "Singleton" });
  for (const slot of slots) {
    const { uses } = slot.plugin;
    const inside = slots.filter(({ host }) => host === slot.path).map(({ path }) => path);
    const create = (...objects: unknown[]) => {
      const objectAt = new Map(inside.map((path, i) => [path, objects[uses.length + i]]));
      const make = () => createPluginObject(slot, objects.slice(0, uses.length), objectAt);
      if (!onMistake) return make();
      const lacks =
        objects.some(isMissing) || pluginsInOptions(slot.plugin.options, slot.options).length > inside.length;
      return lacks ? missingPart(slot.path) : orMissing(make, slot, onMistake);
    };
    container.bind(slot.path).toResolvedValue(create, [...uses, ...inside]);
  }
  if (onMistake) {
    for (const path of absentPaths(slots)) container.bind(path).toConstantValue(missingPart(path));
    for (const { path } of slots.filter((slot) => isUsed(slot, slots))) container.get(path);
  }
  return {
    get: (role, path = role) => container.get(path),
    all: (role, path) =>
      slots
        .filter((slot) => slot.role === role && slot.host === undefined && slot.path.startsWith(`${path}.`))
        .map((slot) => container.get(slot.path)),
  };
}

/** The network is created only if a plugin uses it. */
const isUsed = ({ path }: FilledSlot, slots: readonly FilledSlot[]): boolean =>
  path !== "network" || slots.some(({ plugin }) => plugin.uses.includes("network"));

/** The object of a plugin, or a missing part if it does not fit. */
function orMissing(make: () => Roles[Role], slot: FilledSlot, onMistake: OnMistake): Roles[Role] {
  try {
    return make();
  } catch (error) {
    if (error instanceof TweedieError) {
      if (!slot.isMeant) onMistake(error, slot);
    } else if (!(error instanceof MissingPart)) throw error;
    return missingPart(slot.path);
  }
}

/** Paths of the slots that every experiment has and that are empty here. */
const absentPaths = (slots: readonly FilledSlot[]): readonly string[] =>
  Object.keys(slotRoles).filter((path) => !path.includes("*") && !slots.some((slot) => slot.path === path));
