import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonOption, leaseOption, parallelOption, threadsOption } from "../options.ts";

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
      .argument("<name>", "a sweep: its name below sweeps/, or its folder")
      .addOption(parallelOption())
      .addOption(threadsOption("threads of one trial; default: the cores, divided between the trials"))
      .addOption(leaseOption())
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => agent(name, flags, context)),
    [
      ["tweedie agent lambda", "work on sweeps/lambda, together with whoever is at it"],
      ["tweedie agent /shared/sweeps/lambda --parallel 4", "from another machine, four trials at a time"],
    ],
  );

async function agent(name: string, flags: Flags, context: Context): Promise<void> {
  const [{ openSweep }, { workHere }, { loadLauncher }] = await Promise.all([
    import("../sweep/find-sweep.ts"),
    import("../sweep/work-here.ts"),
    import("@tweedie/study"),
  ]);
  const study = await openSweep(name, flags);
  const { workers, threads } = (await loadLauncher(study)).agent(flags.parallel);
  const share = { workers: flags.parallel ?? workers, threads: flags.threads ?? threads, json: flags.json ?? false };
  context.exit((await workHere(study, share, context)) ?? 0);
}
