import type { Role } from "@tweedie/core";
import { availablePlugins } from "./available-plugins.ts";
import type { Project } from "./project.ts";

/** Help that lists the plugins of a role, or names the command that does. */
export async function listPluginsOf(role: Role, project: Project): Promise<string> {
  const { plugins } = await availablePlugins(project);
  const names = plugins.flatMap(({ use, plugin }) => (plugin.role === role ? [`\`${use}\``] : []));
  return names.length > 6
    ? `\`tweedie plugins ${role}\` lists the plugins of this role`
    : `plugins of this role: ${names.join(", ")}`;
}
