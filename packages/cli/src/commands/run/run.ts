import type { Backend } from "@tweedie/graph";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { refuseResultFolder } from "../../command-line/result-folder.ts";
import { withAppendix, withExamples } from "../../command-line/help.ts";
import {
  backendOption,
  deviceOption,
  configOption,
  jsonOption,
  seedOption,
  threadsOption,
  trustOption,
} from "../../command-line/options.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { type NotifyFlags, notifyOnOption, notifyOption } from "../../notifications/notify-options.ts";
import { maxTimeOption } from "../../run-progress/time-limit.ts";
import { runWithView } from "../../run-progress/run-with-view.ts";
import { type TrustFlags, withTrust } from "../../trust/with-trust.ts";
import { overridesFromJson } from "../../wandb/json-overrides.ts";
import { wandbRunFolder } from "../../wandb/run-folder.ts";

/** Options of `tweedie run`. */
export interface RunFlags extends TrustFlags, NotifyFlags {
  readonly config?: readonly string[];
  readonly seed?: number;
  readonly out?: string;
  readonly backend?: Backend;
  readonly device?: string;
  readonly setJson?: readonly string[];
  readonly threads?: number;
  readonly maxTime?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `tweedie run` */
export const runCommand = (context: Context): Command =>
  withAppendix(command(context), async (operands) => {
    const { experimentOptionsPage } = await import("../../plugin-pages/experiment-options.ts");
    return experimentOptionsPage(operands);
  });

const command = (context: Context): Command =>
  withExamples(
    withExecutionOptions(
      new Command("run")
        .argument("<file>", "the experiment, a YAML file")
        .argument("[key=value...]", "values that override the file")
        .addOption(configOption())
        .addOption(seedOption("random seed; same as seed=N"))
        .option(
          "--set-json <object>",
          "overrides as one JSON object, the form of W&B sweep agents",
          (text: string, given: readonly string[] = []) => [...given, ...overridesFromJson(text)],
        )
        .option(
          "-o, --out <folder>",
          "run folder (default: runs/NAME-HASH, a hash of everything that determines the results)",
        ),
    ).action((file: string, overrides: string[], flags: RunFlags) => runExperiment(file, overrides, flags, context)),
    [
      ["tweedie run experiments/mixture/sid.yaml", "run, or resume an interrupted run"],
      ["tweedie run experiments/mixture/sid.yaml loss.lambda=1 distill.steps=1e4", "override two values"],
      ["tweedie run experiments/mixture/sid.yaml loss=sid/l1 --seed 3", "another loss plugin and seed"],
      ["tweedie run experiments/mixture/sid.yaml -c small.yaml --dry-run", "override with small.yaml and print it"],
      ["tweedie run experiments/mixture/sid.yaml --help", "this page, and the options of its plugins"],
    ],
  );

/** Options of a command that runs an experiment: of its execution, not of its result. */
export const withExecutionOptions = (command: Command): Command =>
  command
    .addOption(backendOption())
    .addOption(deviceOption())
    .addOption(threadsOption("threads per step (default: all cores)"))
    .addOption(maxTimeOption())
    .addOption(notifyOption())
    .addOption(notifyOnOption())
    .option("--dry-run", "check everything and print the resolved experiment without running it")
    .addOption(trustOption())
    .addOption(jsonOption());

/** Runs or continues an experiment with overrides, or prints it. */
export async function runExperiment(
  file: string,
  given: readonly string[],
  flags: RunFlags,
  context: Context,
): Promise<void> {
  const { stdout } = context.terminal;
  context.terminal.activity("reading the experiment", { brief: true });
  const { defaultRunFolder, validateExperiment } = await import("@tweedie/engine");
  const overrides = [...(flags.setJson ?? []), ...given, ...(flags.seed === undefined ? [] : [`seed=${flags.seed}`])];
  await refuseResultFolder(file, overrides);
  const composition = { file, extra: flags.config ?? [], overrides };
  const experiment = await withTrust(flags, context.terminal, (consent) => validateExperiment(composition, consent));
  const { name, hash, resolved } = experiment;
  const out = flags.out ?? wandbRunFolder() ?? (await defaultRunFolder(experiment));
  if (flags.dryRun) {
    const { toYaml } = await import("@tweedie/config");
    stdout.write(flags.json ? jsonLine({ name, hash, out, resolved }) : `# would run in ${out}\n${toYaml(resolved)}`);
    return;
  }

  const { backend, device, threads } = flags;
  await runWithView({ experiment, out, backend, device, threads }, flags, context);
}
