import { TweedieError } from "@tweedie/core";
import type { NamedPlugin } from "@tweedie/engine";
import type { Context } from "../../command-line/context.ts";
import { localPlugins, whyUnavailable } from "../../plugin-pages/local-plugins.ts";
import type { PluginDescription } from "../../plugin-pages/plugin-page.ts";

/** Plugins that experiments in the current folder can use. Prints a warning for each one that cannot be loaded. */
export async function installedPlugins({ terminal: { stderr } }: Context): Promise<readonly NamedPlugin[]> {
  const { plugins, broken } = await localPlugins();
  for (const { message, note } of broken) stderr.write(`${stderr.colors.yellow("warning")} ${message}; ${note}\n`);
  return plugins;
}

/** Describes a plugin, with an example for the slot of its role in an experiment or a sweep. */
export async function describe(named: NamedPlugin): Promise<PluginDescription> {
  const { slotRoles } = await import("@tweedie/engine");
  const { sweepSlots } = await import("@tweedie/study");
  return (await import("../../plugin-pages/plugin-page.ts")).describePlugin(named, { ...slotRoles, ...sweepSlots });
}

/** The family or package of a plugin: its name up to the last slash. */
export const familyOf = (use: string): string => use.slice(0, use.lastIndexOf("/"));

/** The error for a name that no plugin, family or role has. */
export async function noSuchPlugin(name: string, all: readonly NamedPlugin[]): Promise<TweedieError> {
  const { suggest } = await import("@tweedie/config");
  const alias = (await import("@tweedie/engine")).knownAs(name, all);
  const names = all.flatMap(({ use, plugin }) => [use, familyOf(use), plugin.role]);
  const near = alias === undefined ? suggest(name, [...new Set(names)], "names") : `did you mean \`${alias}\`?`;
  const reason = near === undefined && /[/.]/.test(name) ? await whyUnavailable(name) : undefined;
  if (reason) return new TweedieError({ where: name, what: reason.message, fix: reason.help });
  const fix = near ?? "`tweedie plugins` lists all plugins";
  return new TweedieError({ where: name, what: "no such plugin, family or role", fix });
}
