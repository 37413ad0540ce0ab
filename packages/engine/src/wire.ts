import { slotsUnder, type Wired } from "./experiment/assemble.ts";
import type { FilledSlot } from "./experiment/experiment.ts";
import { makePlugin } from "./plugins/make-plugin.ts";

/**
 * Binds every place of an experiment to its plugin for a run, in inversify's container: plugins ask for shared roles by name, and it orders
 * them. `assemble` gives the same where an experiment is only checked, for to load the container takes longer than the check.
 */
export async function wire(slots: readonly FilledSlot[]): Promise<Wired> {
  const { Container } = await import("inversify");
  const container = new Container({ defaultScope: "Singleton" });
  for (const slot of slots) {
    container.bind(slot.path).toResolvedValue((...uses: unknown[]) => makePlugin(slot, uses), [...slot.plugin.uses]);
  }
  return {
    get: (role, path = role) => container.get(path),
    all: (role, path) => slotsUnder(slots, role, path).map((slot) => container.get(slot.path)),
  };
}
