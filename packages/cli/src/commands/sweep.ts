import { join } from "node:path";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption, leaseOption, parallelOption } from "../options.ts";
import type { DriveFlags } from "../sweep/drive.ts";
import { leaseOf, sweepsFolder } from "../sweep/find-sweep.ts";
import { bestSweepCommand, resumeCommand, retryCommand, statusCommand, stopCommand } from "./sweep-parts.ts";

interface Flags extends DriveFlags {
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
      .argument("[file]", "a sweep or an experiment, in YAML")
      .argument("[key=value...]", "values, or several of them: seed=0,1,2 lr=1e-5..1e-3:log")
      .addOption(parallelOption())
      .option("--name <name>", "what the sweep is called; default: as the file says")
      .option("-o, --out <folder>", "the sweep's folder; default: sweeps/NAME")
      .option("--detach", "start agents that go on by themselves, and return")
      .addOption(leaseOption())
      .option("--dry-run", "check everything; print the sweep and what would be started")
      .option("--wandb", "print the same sweep as a file for `wandb sweep`")
      .addOption(jsonOption())
      .addCommand(statusCommand(context))
      .addCommand(resumeCommand(context))
      .addCommand(retryCommand(context))
      .addCommand(stopCommand(context))
      .addCommand(bestSweepCommand(context))
      .action((file: string | undefined, overrides: string[], flags: Flags, command: Command) =>
        file === undefined ? command.help({ error: true }) : sweep(file, overrides, flags, context),
      ),
    [
      ["tweedie sweep experiments/sweeps/lambda.yaml", "run it, or go on with it"],
      ["tweedie sweep experiments/mixture/sid.yaml loss.lambda=0,0.5,1 seed=0..4", "a grid, without a file"],
      ["tweedie sweep experiments/sweeps/lambda.yaml --parallel 4 --dry-run", "what would run"],
      ["tweedie sweep status lambda", "how it stands, from anywhere"],
    ],
  );

async function sweep(file: string, given: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { stdout, stderr } = context.terminal;
  const { createStudy, readSweep } = await import("@tweedie/study");
  const read = await readSweep(
    file,
    flags.name === undefined ? given : [...given, `name=${JSON.stringify(flags.name)}`],
  );
  const { plan, warnings } = read;
  const folder = flags.out ?? join(sweepsFolder, plan.name);
  for (const warning of warnings) stderr.write(`${stderr.colors.yellow("warning")} ${warning}\n`);
  if (flags.wandb) {
    const { wandbSweep } = await import("../sweep/wandb-sweep.ts");
    const { toYaml } = await import("@tweedie/config");
    // Our references are W&B's macros.
    return stdout.write(toYaml(wandbSweep(plan)).replaceAll("$${", () => "${"));
  }
  if (flags.dryRun) {
    const { dryRun } = await import("../sweep/dry-run.ts");
    return stdout.write(await dryRun(read, folder, flags));
  }
  const study = await createStudy(folder, plan, leaseOf(flags));
  if (flags.json) stdout.write(jsonLine({ event: "sweep", name: plan.name, sweep: folder }));
  // The same command goes on: with what is missing, what was stopped and what failed.
  await study.resume();
  const { drive } = await import("../sweep/drive.ts");
  await drive(study, flags, context);
}
