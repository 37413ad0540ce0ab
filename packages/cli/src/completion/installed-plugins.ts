import type { NamedPlugin } from "@tweedie/engine";

/** What experiments here can be made of. */
export async function installedPlugins(): Promise<readonly NamedPlugin[]> {
  const { availablePlugins, findLab } = await import("@tweedie/engine");
  return (await availablePlugins(await findLab(process.cwd()))).plugins;
}
