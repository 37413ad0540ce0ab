import { sharedRoles } from "@tweedie/core";
import type { NamedPlugin } from "@tweedie/engine";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { jsonOption } from "../../command-line/options.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { table } from "../../terminal/table.ts";
import type { Colors } from "../../terminal/terminal.ts";
import { describe, familyOf, installedPlugins, noSuchPlugin } from "./installed-plugins.ts";

interface Flags {
  readonly json?: boolean;
}

/** `tweedie plugins` */
export const pluginsCommand = (context: Context): Command =>
  withExamples(
    new Command("plugins")
      .helpCommand(false)
      .argument("[name]", "a plugin, a plugin family or a role")
      .addOption(jsonOption())
      .action((name: string | undefined, flags: Flags) => plugins(name, flags, context)),
    [
      ["tweedie plugins", "all installed plugins"],
      ["tweedie plugins loss", "plugins of one role"],
      ["tweedie plugins sid/l2", "one plugin, with its options"],
    ],
  );

async function plugins(name: string | undefined, { json }: Flags, context: Context): Promise<void> {
  const { activity, stdout } = context.terminal;
  activity("reading the plugins", { brief: true });
  const all = await installedPlugins(context);
  const found = all.filter(({ use, plugin }) => name === undefined || [use, familyOf(use), plugin.role].includes(name));
  if (found.length === 0 && name !== undefined) throw await noSuchPlugin(name, all);
  if (json) {
    for (const each of found) stdout.write(jsonLine(await describe(each)));
  } else if (found[0]?.use === name) {
    const { pluginPage } = await import("../../plugin-pages/plugin-page.ts");
    stdout.write(pluginPage(await describe(found[0]!), stdout.colors));
  } else stdout.write(pluginList(found, stdout.colors));
}

/** Plugins with their summaries, grouped by role. */
function pluginList(found: readonly NamedPlugin[], { bold }: Colors): string {
  const rows = table(found.map(({ use, plugin }) => [use, plugin.summary]));
  const roles = new Set([...sharedRoles, ...found.map(({ plugin }) => plugin.role)]);
  const sections = [...roles].flatMap((role) => {
    const lines = rows.filter((_, index) => found[index]!.plugin.role === role);
    if (lines.length === 0) return [];
    return [bold(role), ...lines.map((line) => `  ${line}`), ""].join("\n");
  });
  return sections.join("\n");
}
