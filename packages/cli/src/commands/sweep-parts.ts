import { relative } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { Study } from "@tweedie/study";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption, leaseOption, parallelOption, wholeNumber } from "../options.ts";
import type { DriveFlags } from "../sweep/drive.ts";
import { openSweep } from "../sweep/find-sweep.ts";

interface Flags {
  readonly json?: boolean;
}

const named = (command: Command): Command =>
  command.argument("<name>", "a sweep: its name below sweeps/, or its folder");

const driven = (command: Command): Command =>
  command
    .addOption(parallelOption())
    .option("--detach", "start agents that go on by themselves, and return")
    .addOption(leaseOption())
    .addOption(jsonOption());

/** `tweedie sweep status` */
export const statusCommand = (context: Context): Command =>
  withExamples(
    named(new Command("status"))
      .description("show how a sweep stands: every configuration, the best first")
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => status(name, flags, context)),
    [
      ["tweedie sweep status lambda", "whoever works on it, and wherever"],
      ["tweedie sweep status lambda --json", "all that is known of every trial"],
    ],
  );

async function status(name: string, { json }: Flags, { terminal: { stdout } }: Context): Promise<void> {
  const study = await openSweep(name);
  const state = study.state();
  const [{ sweepEnding }, { aliveOf }] = await Promise.all([
    import("../sweep/sweep-ending.ts"),
    import("../sweep/jobs.ts"),
  ]);
  const agents = state.status === "running" ? await aliveOf(study) : undefined;
  if (json) return stdout.write(jsonLine({ sweep: study.folder, agents, ...state }));
  if (agents) stdout.write(`agents: ${agents.running} running, ${agents.queued} queued\n`);
  stdout.write(sweepEnding(study, state, undefined, stdout));
}

/** `tweedie sweep resume` */
export const resumeCommand = (context: Context): Command =>
  withExamples(
    driven(named(new Command("resume")))
      .description("go on with a sweep: with what is missing, and with what failed")
      .action(async (name: string, flags: DriveFlags) => {
        const study = await openSweep(name, flags);
        await study.resume();
        await driveOn(study, flags, context);
      }),
    [["tweedie sweep resume lambda --parallel 2", "trials go on from their checkpoints"]],
  );

/** `tweedie sweep retry` */
export const retryCommand = (context: Context): Command =>
  withExamples(
    driven(named(new Command("retry")).argument("[trial...]", "numbers of trials; default: all that failed"))
      .description("try trials that failed once more")
      .action(async (name: string, words: readonly string[], flags: DriveFlags) => {
        const trials = words.map((word) => wholeNumber("trial", word, 0));
        const study = await openSweep(name, flags);
        const again = await study.retry(trials.length > 0 ? { trials } : {});
        if (again.length === 0) {
          const what = trials.length > 0 ? "none of these trials failed" : "no trial failed";
          throw new TweedieError({ where: name, what, fix: `\`tweedie sweep status ${name}\` shows how they stand` });
        }
        await driveOn(study, flags, context);
      }),
    [["tweedie sweep retry lambda 3 7", "two of them"]],
  );

/** `tweedie sweep stop` */
export const stopCommand = (context: Context): Command =>
  withExamples(
    named(new Command("stop"))
      .description("end a sweep's trials, with checkpoints, wherever they run; `resume` goes on")
      .addOption(jsonOption())
      .action(async (name: string, { json }: Flags) => {
        const study = await openSweep(name);
        await study.stop();
        await (await import("../sweep/jobs.ts")).cancelJobs(study);
        const { running } = study.state().counts;
        const said = `${study.plan.name}: stopped; ${running} trials save and end\n`;
        context.terminal.stdout.write(json ? jsonLine({ event: "stopped", sweep: study.folder, running }) : said);
      }),
    [["tweedie sweep stop lambda", "nothing is lost"]],
  );

/** `tweedie sweep best` */
export const bestSweepCommand = (context: Context): Command =>
  withExamples(
    named(new Command("best"))
      .description("show the best configuration of a sweep, and the command that runs it")
      .addOption(jsonOption())
      .action((name: string, flags: Flags) => best(name, flags, context)),
    [["$(tweedie sweep best lambda) distill.steps=1e5", "run it for longer"]],
  );

async function best(name: string, { json }: Flags, { terminal: { stdout, stderr } }: Context): Promise<void> {
  const study = await openSweep(name);
  const state = study.state();
  const { bestCommand } = await import("../sweep/sweep-ending.ts");
  const { valueOf } = await import("../sweep/sweep-table.ts");
  const found = state.best === undefined ? undefined : state.configurations[state.best]!;
  if (!found) throw new TweedieError({ where: name, what: "no configuration is complete yet" });
  const trials = found.trials.map((trial) => relative("", state.trials[trial]!.folder));
  const command = bestCommand(study, state)!;
  if (json) return stdout.write(jsonLine({ ...found, trials, command }));
  stderr.write(`${study.plan.metric.name} ${valueOf(found)} in ${trials.join(", ")}\n`);
  stdout.write(`${command}\n`);
}

const driveOn = async (study: Study, flags: DriveFlags, context: Context): Promise<void> =>
  (await import("../sweep/drive.ts")).drive(study, flags, context);
