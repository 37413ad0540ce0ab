import { relative } from "node:path";
import { TweedieError } from "@tweedie/core";
import { bestCommand } from "@tweedie/study/best-command";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { jsonOption } from "../../command-line/options.ts";
import { viewSweep } from "../../sweep/find-sweep.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { withSweepArgument } from "./arguments.ts";

interface Flags {
  readonly json?: boolean;
}

/** `tweedie sweep best` */
export const sweepBestCommand = (context: Context): Command =>
  withExamples(
    withSweepArgument(new Command("best"))
      .description("print the command that runs the best configuration of a sweep")
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => best(name, flags, context)),
    [["$(tweedie sweep best lambda) distill.steps=1e5", "run it for more steps"]],
  );

async function best(name: string, { json }: Flags, { terminal: { stdout, stderr } }: Context): Promise<void> {
  const study = await viewSweep(name);
  const state = study.state();
  const { metricText } = await import("../../sweep/sweep-table.ts");
  const found = state.best === undefined ? undefined : state.configurations[state.best]!;
  if (!found) throw new TweedieError({ where: name, what: "no configuration is complete yet" });
  const trials = found.trials.map((trial) => relative("", state.trials[trial]!.folder));
  const command = bestCommand(study, state)!;
  if (json) return stdout.write(jsonLine({ ...found, trials, command }));
  stderr.write(`${study.plan.metric.name} ${metricText(found)} in ${trials.join(", ")}\n`);
  stdout.write(`${command}\n`);
}
