import { sharedRoles, TweedieError } from "@tweedie/core";
import type { NamedPlugin } from "@tweedie/engine";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import type { PluginDescription } from "../plugin-page.ts";
import { table } from "../table.ts";
import type { Colors } from "../terminal.ts";

interface Flags {
  readonly json?: boolean;
}

/** `tweedie plugins` */
export const pluginsCommand = (context: Context): Command =>
  withExamples(
    new Command("plugins")
      .helpCommand(false)
      .argument("[name]", "a plugin, a family or a role")
      .addOption(jsonOption())
      .addCommand(showCommand(context))
      .action((name: string | undefined, flags: Flags) => plugins(name, flags, context)),
    [
      ["tweedie plugins", "all that are installed"],
      ["tweedie plugins loss", "those of one role"],
      ["tweedie plugins sid/l2", "one, with its options"],
    ],
  );

const showCommand = (context: Context): Command =>
  withExamples(
    new Command("show")
      .description("show one plugin: its options, an example, and where it comes from")
      .argument("<name>", "a plugin")
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => showPlugin(name, flags, context)),
    [["tweedie plugins show sid/l2", "the same as tweedie plugins sid/l2"]],
  );

async function plugins(name: string | undefined, { json }: Flags, context: Context): Promise<void> {
  const { stdout } = context.terminal;
  const all = await installed(context);
  const found = all.filter(({ use, plugin }) => name === undefined || [use, familyOf(use), plugin.role].includes(name));
  if (found.length === 0 && name !== undefined) throw await unknown(name, all);
  if (json) for (const each of found) stdout.write(jsonLine(await describe(each)));
  else stdout.write(found[0]?.use === name ? await page(found[0]!, stdout.colors) : list(found, stdout.colors));
}

async function showPlugin(name: string, { json }: Flags, context: Context): Promise<void> {
  const { stdout } = context.terminal;
  const all = await installed(context);
  const found = all.find(({ use }) => use === name);
  if (!found) throw await unknown(name, all);
  stdout.write(json ? jsonLine(await describe(found)) : await page(found, stdout.colors));
}

/** What experiments here can be made of. What should be a plugin and is not is told of. */
async function installed({ terminal: { stderr } }: Context): Promise<readonly NamedPlugin[]> {
  const { availablePlugins, findLab } = await import("@tweedie/engine");
  const { plugins, broken } = await availablePlugins(await findLab(process.cwd()));
  for (const { message, note } of broken) stderr.write(`${stderr.colors.yellow("warning")} ${message}; ${note}\n`);
  return plugins;
}

async function describe(named: NamedPlugin): Promise<PluginDescription> {
  const { slotRoles } = await import("@tweedie/engine");
  const { sweepPlaces } = await import("@tweedie/study");
  return (await import("../plugin-page.ts")).describePlugin(named, { ...slotRoles, ...sweepPlaces });
}

async function page(named: NamedPlugin, colors: Colors): Promise<string> {
  const { pluginPage } = await import("../plugin-page.ts");
  return pluginPage(await describe(named), colors);
}

async function unknown(name: string, all: readonly NamedPlugin[]): Promise<TweedieError> {
  const { suggest } = await import("@tweedie/config");
  const names = all.flatMap(({ use, plugin }) => [use, familyOf(use), plugin.role]);
  const fix = suggest(name, [...new Set(names)], "there are") ?? "`tweedie plugins` lists all";
  return new TweedieError({ where: name, what: "no such plugin, family or role", fix });
}

/** What stands before the plugin's own name: its family or package. */
const familyOf = (use: string): string => use.slice(0, use.lastIndexOf("/"));

/** Plugins under the role that they fill. */
function list(found: readonly NamedPlugin[], { bold }: Colors): string {
  const rows = table(found.map(({ use, plugin }) => [use, plugin.summary]));
  const roles = new Set([...sharedRoles, ...found.map(({ plugin }) => plugin.role)]);
  const sections = [...roles].flatMap((role) => {
    const lines = rows.filter((_, index) => found[index]!.plugin.role === role);
    if (lines.length === 0) return [];
    return [bold(role), ...lines.map((line) => `  ${line}`), ""].join("\n");
  });
  return sections.join("\n");
}
