import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { jsonOption } from "../../command-line/options.ts";
import { ownProject } from "../../plugin-pages/local-plugins.ts";
import { viewSweep } from "../../sweep/find-sweep.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { withSweepArgument } from "./arguments.ts";

interface Flags {
  readonly json?: boolean;
}

/** `tweedie sweep status` */
export const sweepStatusCommand = (context: Context): Command =>
  withExamples(
    withSweepArgument(new Command("status"))
      .description("show the state of a sweep and all its configurations, best first")
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => status(name, flags, context)),
    [
      ["tweedie sweep status lambda", "also while agents on other machines run it"],
      ["tweedie sweep status lambda --json", "with all trials and their reported values"],
    ],
  );

async function status(name: string, { json }: Flags, { terminal: { stdout } }: Context): Promise<void> {
  const study = await viewSweep(name);
  const state = study.state();
  const [{ sweepSummary }, { liveAgents }] = await Promise.all([
    import("../../sweep/sweep-summary.ts"),
    import("../../sweep/jobs.ts"),
  ]);
  const agents = state.status === "running" ? await liveAgents(study, (await ownProject()).trust) : undefined;
  if (json) return stdout.write(jsonLine({ sweep: study.folder, agents, ...state }));
  if (agents) stdout.write(`agents: ${agents.running} running, ${agents.queued} queued\n`);
  stdout.write(sweepSummary(study, state, undefined, stdout));
}
