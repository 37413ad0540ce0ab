import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { checkpointOption, runArgument, seedOption } from "../../command-line/options.ts";
import { findRun } from "../../run-list/run-entry.ts";
import { withTrust } from "../../trust/with-trust.ts";
import { type RunFlags, runExperiment, withExecutionOptions } from "./run.ts";

interface Flags extends RunFlags {
  readonly checkpoint?: number | "best";
}

/** `tweedie fork` */
export const forkCommand = (context: Context): Command =>
  withExamples(
    withExecutionOptions(
      new Command("fork")
        .argument("<run>", runArgument)
        .argument("[key=value...]", "values that override its experiment")
        .addOption(checkpointOption())
        .addOption(seedOption("random seed; same as seed=N"))
        .option("-o, --out <folder>", "folder of the new run (default: runs/NAME-HASH)"),
    ).action((run: string, overrides: string[], flags: Flags) => fork(run, overrides, flags, context)),
    [
      ["tweedie fork runs/ring-sid-864a0d47 loss.lambda=1", "its experiment with another value, from its weights"],
      ["tweedie fork runs/ring-sid-864a0d47 fakeScore.init=teacher", "only teacher and student are the run's"],
      ["tweedie fork runs/ring-sid-864a0d47 --checkpoint best", "from its best checkpoint"],
    ],
  );

async function fork(name: string, overrides: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { forkRun } = await import("@tweedie/engine");
  const run = await findRun(name);
  const { checkpoint } = flags;
  const forked = await withTrust(flags, context.terminal, (consent) =>
    forkRun(run, overrides, { ...consent, checkpoint }),
  );
  await runExperiment(forked.file, forked.overrides, flags, context);
}
