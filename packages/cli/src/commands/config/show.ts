import type { Composition } from "@tweedie/config";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { refuseResultFolder } from "../../command-line/result-folder.ts";
import { withExamples } from "../../command-line/help.ts";
import { configOption, jsonOption, trustOption } from "../../command-line/options.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { type TrustFlags, withTrust } from "../../trust/with-trust.ts";

interface Flags extends TrustFlags {
  readonly config?: readonly string[];
  readonly sources?: boolean;
  readonly defaults?: boolean;
  readonly json?: boolean;
}

/** `tweedie config show` */
export const configShowCommand = (context: Context): Command =>
  withExamples(
    new Command("show")
      .description("print a configuration with all its files and overrides merged")
      .argument("<file>", "the configuration, a YAML file")
      .argument("[key=value...]", "values that override the file")
      .addOption(configOption())
      .option("--sources", "print the file and line that sets each value")
      .option("--defaults", "print default values too; the file must be an experiment")
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((file: string, overrides: string[], flags: Flags) => show(file, overrides, flags, context)),
    [
      ["tweedie config show experiments/mixture/sid.yaml", "as one YAML file"],
      ["tweedie config show experiments/mixture/sid.yaml --sources", "where each value is set"],
      ["tweedie config show experiments/mixture/sid.yaml --defaults", "all options and their values"],
    ],
  );

async function show(file: string, overrides: readonly string[], flags: Flags, { terminal }: Context): Promise<void> {
  const { compose, throwDiagnostics, toYaml, toYamlWithSources } = await import("@tweedie/config");
  await refuseResultFolder(file);
  const composition = { file, extra: flags.config ?? [], overrides };
  const document = await compose(composition);
  throwDiagnostics(document);
  const { value, derived }: Shown = flags.defaults
    ? await resolve(composition, flags, terminal)
    : { value: document.value };
  if (flags.json) terminal.stdout.write(jsonLine(value));
  else terminal.stdout.write(flags.sources ? toYamlWithSources(document, value, derived) : toYaml(value));
}

/** Values of a configuration, and the paths of those that follow from another key, with the path of that key. */
interface Shown {
  readonly value: unknown;
  readonly derived?: Readonly<Record<string, string>>;
}

/** Returns the experiment with its defaults. */
async function resolve(composition: Composition, flags: Flags, terminal: Terminal): Promise<Shown> {
  const { derivedKeys, validateExperiment } = await import("@tweedie/engine");
  const experiment = await withTrust(flags, terminal, (consent) => validateExperiment(composition, consent));
  return { value: experiment.resolved, derived: derivedKeys };
}
