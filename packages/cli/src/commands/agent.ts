import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { type NotifyFlags, notifyOnOption, notifyOption } from "../notifications/notify-options.ts";
import { withSweepNotifier } from "../notifications/with-sweep-notifier.ts";
import type { TrustFlags } from "../trust/with-trust.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption, leaseOption, parallelOption, threadsOption, trustOption } from "../command-line/options.ts";

interface Flags extends TrustFlags, NotifyFlags {
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
      .addOption(notifyOption())
      .addOption(notifyOnOption())
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => agent(name, flags, context)),
    [
      ["tweedie agent lambda", "run trials of sweeps/lambda, next to its other agents"],
      ["tweedie agent /shared/sweeps/lambda --parallel 4", "from another machine, four trials in parallel"],
    ],
  );

async function agent(name: string, flags: Flags, context: Context): Promise<void> {
  context.terminal.activity("opening the sweep");
  const [{ openRunnableSweep }, { runLocalAgent }] = await Promise.all([
    import("../sweep/runnable-sweep.ts"),
    import("../sweep/local-agent.ts"),
  ]);
  const { study, launcher, consent } = await openRunnableSweep(name, flags, context.terminal);
  const { workers, threads } = launcher.agent(flags.parallel);
  const options = {
    workers: flags.parallel ?? workers,
    threads: flags.threads ?? threads,
    trusted: consent.trusted,
    json: flags.json ?? false,
  };
  const code = await withSweepNotifier(study, flags, context.terminal, (notifier) =>
    runLocalAgent(study, { ...options, onState: notifier?.update }, context),
  );
  context.exit(code ?? 0);
}
