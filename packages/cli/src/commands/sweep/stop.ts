import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { jsonOption, trustOption } from "../../command-line/options.ts";
import { viewSweep } from "../../sweep/find-sweep.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { type TrustFlags, withTrust } from "../../trust/with-trust.ts";
import { withSweepArgument } from "./arguments.ts";

interface Flags extends TrustFlags {
  readonly json?: boolean;
}

/** `tweedie sweep stop` */
export const sweepStopCommand = (context: Context): Command =>
  withExamples(
    withSweepArgument(new Command("stop"))
      .description("stop all trials of a sweep, on every machine, after they saved a checkpoint")
      .addOption(trustOption())
      .addOption(jsonOption())
      .action(async (name: string, flags: Flags) => {
        const study = await viewSweep(name);
        await study.stop();
        const { cancelJobs } = await import("../../sweep/jobs.ts");
        await withTrust(flags, context.terminal, ({ trust }) => cancelJobs(study, trust));
        const { running } = study.state().counts;
        const text = `${study.plan.name}: stopped; ${running} running trials save a checkpoint and end\n`;
        context.terminal.stdout.write(flags.json ? jsonLine({ event: "stopped", sweep: study.folder, running }) : text);
      }),
    [["tweedie sweep stop lambda", "stop it; resume it with `tweedie sweep resume lambda`"]],
  );
