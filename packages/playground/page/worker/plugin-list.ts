import { findProject, inputSchema, packagedPlugins } from "@tweedie/engine/browser";
import type { PluginInfo } from "../protocol/messages.ts";
import { projectFolder } from "./read-experiment.ts";

/** Lists the plugins that the page contains, with the schemas of their options. */
export async function pluginList(): Promise<readonly PluginInfo[]> {
  const { plugins } = await packagedPlugins(await findProject(projectFolder));
  return plugins.map(({ use, plugin: { role, summary, options } }) => ({
    use,
    role,
    summary,
    options: inputSchema(options),
  }));
}
