import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { jsonOption } from "../../command-line/options.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { describe, installedPlugins, noSuchPlugin } from "./installed-plugins.ts";

interface Flags {
  readonly json?: boolean;
}

/** `tweedie plugins show` */
export const pluginsShowCommand = (context: Context): Command =>
  withExamples(
    new Command("show")
      .description("describe one plugin: options, an example, and the package that it comes from")
      .argument("<name>", "a plugin")
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => showPlugin(name, flags, context)),
    [["tweedie plugins show sid/l2", "same as tweedie plugins sid/l2"]],
  );

async function showPlugin(name: string, { json }: Flags, context: Context): Promise<void> {
  const { stdout } = context.terminal;
  const all = await installedPlugins(context);
  const found = all.find(({ use }) => use === name);
  if (!found) throw await noSuchPlugin(name, all);
  const { pluginPage } = await import("../../plugin-pages/plugin-page.ts");
  const description = await describe(found);
  stdout.write(json ? jsonLine(description) : pluginPage(description, stdout.colors));
}
