import type { AvailablePlugins } from "@tweedie/engine";

/** Plugins that experiments in the current folder can use, and those that cannot be loaded. */
export async function localPlugins(): Promise<AvailablePlugins> {
  const { availablePlugins, findProject } = await import("@tweedie/engine");
  return availablePlugins(await findProject(process.cwd()));
}
