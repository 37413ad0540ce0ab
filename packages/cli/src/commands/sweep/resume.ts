import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import type { SweepRunFlags } from "../../sweep/run-sweep.ts";
import { openRunnableSweep } from "../../sweep/runnable-sweep.ts";
import { withRunOptions, withSweepArgument } from "./arguments.ts";

/** `tweedie sweep resume` */
export const sweepResumeCommand = (context: Context): Command =>
  withExamples(
    withRunOptions(withSweepArgument(new Command("resume")))
      .description("continue a sweep: run the missing, interrupted and failed trials")
      .action(async (name: string, flags: SweepRunFlags) => {
        context.terminal.activity("opening the sweep");
        const sweep = await openRunnableSweep(name, flags, context.terminal);
        await sweep.study.resume();
        const { runSweep } = await import("../../sweep/run-sweep.ts");
        await runSweep(sweep, flags, context);
      }),
    [["tweedie sweep resume lambda --parallel 2", "trials resume from their checkpoints"]],
  );
