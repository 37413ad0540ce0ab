import { type SharedRole, sharedRoles } from "@tweedie/core";
import type { FilledSlot } from "./experiment.ts";

const shared = new Set<string>(sharedRoles);

/** Returns a chain of shared roles whose plugins use each other, such as `student > teacher > student`; undefined if there is none. */
export function findCircularDependency(slots: readonly FilledSlot[]): readonly SharedRole[] | undefined {
  // A plugin also depends on what the plugins in its options use.
  const usesOf = (root: string) =>
    slots.filter(({ path }) => path === root || path.startsWith(`${root}.`)).flatMap(({ plugin }) => plugin.uses);
  const uses = new Map(slots.filter(({ path }) => shared.has(path)).map(({ path }) => [path, usesOf(path)]));
  const visit = (role: SharedRole, chain: readonly SharedRole[]): readonly SharedRole[] | undefined => {
    if (chain.includes(role)) return [...chain.slice(chain.indexOf(role)), role];
    for (const next of uses.get(role) ?? []) {
      const found = visit(next, [...chain, role]);
      if (found) return found;
    }
    return undefined;
  };
  for (const role of sharedRoles) {
    const found = visit(role, []);
    if (found) return found;
  }
  return undefined;
}
