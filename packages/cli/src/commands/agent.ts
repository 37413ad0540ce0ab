import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption, leaseOption, parallelOption, threadsOption } from "../command-line/options.ts";

interface Flags {
  readonly parallel?: number;
  readonly threads?: number;
  readonly lease?: number;
  readonly json?: boolean;
}

/** `tweedie agent` */
export const agentCommand = (context: Context): Command =>
  withExamples(
    new Command("agent")
      .argument("<name>", "the sweep: its name below sweeps/, or its folder")
      .addOption(parallelOption())
      .addOption(threadsOption("threads per trial (default: the cores divided by the parallel trials)"))
      .addOption(leaseOption())
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => agent(name, flags, context)),
    [
      ["tweedie agent lambda", "run trials of sweeps/lambda, next to its other agents"],
      ["tweedie agent /shared/sweeps/lambda --parallel 4", "from another machine, four trials in parallel"],
    ],
  );

async function agent(name: string, flags: Flags, context: Context): Promise<void> {
  const [{ openSweep }, { runLocalAgent }, { loadLauncher }] = await Promise.all([
    import("../sweep/find-sweep.ts"),
    import("../sweep/local-agent.ts"),
    import("@tweedie/study"),
  ]);
  const study = await openSweep(name, flags);
  const { workers, threads } = (await loadLauncher(study)).agent(flags.parallel);
  const options = { workers: flags.parallel ?? workers, threads: flags.threads ?? threads, json: flags.json ?? false };
  context.exit((await runLocalAgent(study, options, context)) ?? 0);
}
