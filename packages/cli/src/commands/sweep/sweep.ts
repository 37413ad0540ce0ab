import { join } from "node:path";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { refuseResultFolder } from "../../command-line/result-folder.ts";
import { withExamples } from "../../command-line/help.ts";
import { detachOption, jsonOption, leaseOption, parallelOption, trustOption } from "../../command-line/options.ts";
import { leaseInMilliseconds, sweepsFolder } from "../../sweep/find-sweep.ts";
import { notifyOnOption, notifyOption } from "../../notifications/notify-options.ts";
import type { SweepRunFlags } from "../../sweep/run-sweep.ts";
import { loadTrustedLauncher } from "../../sweep/runnable-sweep.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { withTrust } from "../../trust/with-trust.ts";
import { sweepBestCommand } from "./best.ts";
import { sweepPruneCommand } from "./prune.ts";
import { sweepResumeCommand } from "./resume.ts";
import { sweepRetryCommand } from "./retry.ts";
import { sweepStatusCommand } from "./status.ts";
import { sweepStopCommand } from "./stop.ts";

interface Flags extends SweepRunFlags {
  readonly name?: string;
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly wandb?: boolean;
}

/** `tweedie sweep` */
export const sweepCommand = (context: Context): Command =>
  withExamples(
    new Command("sweep")
      .helpCommand(false)
      .argument("[file]", "a sweep or an experiment, a YAML file")
      .argument("[key=value...]", "a value, or the values to try: seed=0,1,2 lr=1e-5..1e-3:log")
      .addOption(parallelOption())
      .option("--name <name>", "name of the sweep (default: the name in the sweep file, or the file name)")
      .option("-o, --out <folder>", "sweep folder (default: sweeps/NAME)")
      .addOption(detachOption())
      .addOption(leaseOption())
      .addOption(notifyOption())
      .addOption(notifyOnOption())
      .option("--dry-run", "check everything; print the sweep and the command that would start")
      .option("--wandb", "print the sweep as a configuration file of `wandb sweep`")
      .addOption(trustOption())
      .addOption(jsonOption())
      .addCommand(sweepStatusCommand(context))
      .addCommand(sweepResumeCommand(context))
      .addCommand(sweepRetryCommand(context))
      .addCommand(sweepStopCommand(context))
      .addCommand(sweepPruneCommand(context))
      .addCommand(sweepBestCommand(context))
      .action((file: string | undefined, overrides: string[], flags: Flags, command: Command) =>
        file === undefined ? command.help({ error: true }) : sweep(file, overrides, flags, context),
      ),
    [
      ["tweedie sweep experiments/sweeps/lambda.yaml", "run the sweep, or resume it"],
      ["tweedie sweep experiments/mixture/sid.yaml loss.lambda=0,0.5,1 seed=0..4", "a grid, without a sweep file"],
      ["tweedie sweep experiments/sweeps/lambda.yaml --parallel 4 --dry-run", "print what would run"],
      ["tweedie sweep status lambda", "show its state, from any machine"],
    ],
  );

async function sweep(file: string, given: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { terminal } = context;
  const { stdout, stderr } = terminal;
  terminal.activity("checking the sweep");
  await refuseResultFolder(file);
  const { createStudy, readSweep } = await import("@tweedie/study");
  const overrides = flags.name === undefined ? given : [...given, `name=${JSON.stringify(flags.name)}`];
  const { read, folder, launcher, consent } = await withTrust(flags, terminal, async (consent) => {
    const read = await readSweep(file, overrides, consent);
    const folder = flags.out ?? join(sweepsFolder, read.plan.name);
    const launcher = await loadTrustedLauncher({ plan: read.plan, folder }, consent, file);
    return { read, folder, launcher, consent };
  });
  const { plan, warnings, experiments } = read;
  for (const warning of warnings) stderr.write(`${stderr.colors.yellow("warning")} ${warning}\n`);
  if (flags.wandb) {
    const { wandbSweep } = await import("../../wandb/sweep-file.ts");
    const { toYaml } = await import("@tweedie/config");
    // `toYaml` escapes `${`, which begins a reference in our files. Here it begins a macro of W&B.
    return stdout.write(toYaml(wandbSweep(plan)).replaceAll("$${", () => "${"));
  }
  if (flags.dryRun) {
    const { dryRun } = await import("../../sweep/dry-run.ts");
    return stdout.write(await dryRun(read, { folder, launcher, consent, flags }));
  }
  const study = await createStudy(folder, plan, { ...leaseInMilliseconds(flags), ...consent, experiments });
  if (flags.json) stdout.write(jsonLine({ event: "sweep", name: plan.name, sweep: folder }));
  // The same command resumes an existing sweep: trials that are missing, stopped or failed.
  await study.resume();
  const { runSweep } = await import("../../sweep/run-sweep.ts");
  await runSweep({ study, launcher, consent }, flags, context);
}
