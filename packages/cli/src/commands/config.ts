import type { Composition } from "@tweedie/config";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { configOption, jsonOption } from "../options.ts";
import { configDiffCommand } from "./config-diff.ts";

interface Flags {
  readonly config?: readonly string[];
  readonly sources?: boolean;
  readonly defaults?: boolean;
  readonly json?: boolean;
}

/** `tweedie config` */
export const configCommand = (context: Context): Command =>
  withExamples(
    new Command("config").helpCommand(false).addCommand(showCommand(context)).addCommand(configDiffCommand(context)),
    [
      ["tweedie config show experiments/mixture/sid.yaml --sources", "where each value comes from"],
      ["tweedie config diff experiments/mixture/sid.yaml runs/ring-sid-864a0d47", "what differs"],
    ],
  );

const showCommand = (context: Context): Command =>
  withExamples(
    new Command("show")
      .description("print a configuration composed of all its files and values")
      .argument("<file>", "the configuration, in YAML")
      .argument("[key=value...]", "values laid over the file")
      .addOption(configOption())
      .option("--sources", "beside each value, the file and line that it comes from")
      .option("--defaults", "with all that the file leaves out; it must be an experiment")
      .addOption(jsonOption())
      .action((file: string, overrides: string[], flags: Flags) => show(file, overrides, flags, context)),
    [
      ["tweedie config show experiments/mixture/sid.yaml", "as one YAML file"],
      ["tweedie config show experiments/mixture/sid.yaml --sources", "and where each value comes from"],
      ["tweedie config show experiments/mixture/sid.yaml --defaults", "all that can be set"],
    ],
  );

async function show(file: string, overrides: readonly string[], flags: Flags, { terminal }: Context): Promise<void> {
  const { compose, settle, toYaml, toYamlWithSources } = await import("@tweedie/config");
  const composition = { file, extra: flags.config ?? [], overrides };
  const document = await compose(composition);
  settle(document);
  const value = flags.defaults ? await resolved(composition) : document.value;
  if (flags.json) terminal.stdout.write(jsonLine(value));
  else terminal.stdout.write(flags.sources ? toYamlWithSources(document, value) : toYaml(value));
}

async function resolved(composition: Composition): Promise<unknown> {
  const { validateExperiment } = await import("@tweedie/engine");
  return (await validateExperiment(composition)).resolved;
}
