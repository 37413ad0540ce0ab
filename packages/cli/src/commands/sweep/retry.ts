import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { integer } from "../../command-line/options.ts";
import type { SweepRunFlags } from "../../sweep/run-sweep.ts";
import { openRunnableSweep } from "../../sweep/runnable-sweep.ts";
import { withRunOptions, withSweepArgument } from "./arguments.ts";

/** `tweedie sweep retry` */
export const sweepRetryCommand = (context: Context): Command =>
  withExamples(
    withRunOptions(
      withSweepArgument(new Command("retry")).argument("[trial...]", "trial numbers (default: all failed trials)"),
    )
      .description("run failed trials again")
      .action(async (name: string, words: readonly string[], flags: SweepRunFlags) => {
        const trials = words.map((word) => integer("trial", word, 0));
        const sweep = await openRunnableSweep(name, flags, context.terminal);
        const retried = await sweep.study.retry(trials.length > 0 ? { trials } : {});
        if (retried.length === 0) {
          const what = trials.length > 0 ? "none of these trials has failed" : "no trial has failed";
          throw new TweedieError({ where: name, what, fix: `\`tweedie sweep status ${name}\` lists the trials` });
        }
        const { runSweep } = await import("../../sweep/run-sweep.ts");
        await runSweep(sweep, flags, context);
      }),
    [["tweedie sweep retry lambda 3 7", "two failed trials"]],
  );
