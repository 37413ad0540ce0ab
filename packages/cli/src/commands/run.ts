import { join } from "node:path";
import { exitCodes } from "@tweedie/core";
import type { RunEvent, RunStatus } from "@tweedie/engine";
import type { Backend } from "@tweedie/graph";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withAppendix, withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { backendOption, configOption, jsonOption, seedOption, threadsOption } from "../options.ts";
import { overridesOf } from "../set-json.ts";
import { exitCodeOfSignal, type StopSignal } from "../stop-signals.ts";
import type { Terminal } from "../terminal.ts";
import { folderForAgent } from "../wandb-identity.ts";

interface Flags {
  readonly config?: readonly string[];
  readonly seed?: number;
  readonly out?: string;
  readonly backend?: Backend;
  readonly setJson?: readonly string[];
  readonly threads?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `tweedie run` */
export const runCommand = (context: Context): Command =>
  withAppendix(command(context), async (operands) => (await import("../experiment-options.ts")).optionsIn(operands));

const command = (context: Context): Command =>
  withExamples(
    new Command("run")
      .argument("<file>", "the experiment, in YAML")
      .argument("[key=value...]", "values laid over the file")
      .addOption(configOption())
      .addOption(seedOption("short for seed=n"))
      .option(
        "--set-json <object>",
        "values laid over the file, as the agent of a W&B sweep gives them",
        (text: string, given: readonly string[] = []) => [...given, ...overridesOf(text)],
      )
      .option("-o, --out <folder>", "the run's folder; default: runs/NAME-HASH, of all that determines it")
      .addOption(backendOption())
      .addOption(threadsOption("threads of one step; default: all cores"))
      .option("--dry-run", "check everything and print the resolved experiment")
      .addOption(jsonOption())
      .action((file: string, overrides: string[], flags: Flags) => runExperiment(file, overrides, flags, context)),
    [
      ["tweedie run experiments/mixture/sid.yaml", "run, or continue what was interrupted"],
      ["tweedie run experiments/mixture/sid.yaml loss.lambda=1 distill.steps=1e4", "with other values"],
      ["tweedie run experiments/mixture/sid.yaml loss=sid/l1 --seed 3", "with another plugin and seed"],
      ["tweedie run experiments/mixture/sid.yaml -c small.yaml --dry-run", "what would run, with a file laid over it"],
      ["tweedie run experiments/mixture/sid.yaml --help", "this, and the options of all plugins in it"],
    ],
  );

async function runExperiment(file: string, given: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { stdout } = context.terminal;
  const { run, validateExperiment } = await import("@tweedie/engine");
  const overrides = [...(flags.setJson ?? []), ...given, ...(flags.seed === undefined ? [] : [`seed=${flags.seed}`])];
  const experiment = await validateExperiment({ file, extra: flags.config ?? [], overrides });
  const { name, hash, resolved } = experiment;
  const out = flags.out ?? folderForAgent() ?? join("runs", `${name}-${hash.slice(0, 8)}`);
  if (flags.dryRun) {
    const { toYaml } = await import("@tweedie/config");
    stdout.write(flags.json ? jsonLine({ name, hash, out, resolved }) : `# would run in ${out}\n${toYaml(resolved)}`);
    return;
  }

  const [{ jsonView, textView }, { stopSignals }, { runSummary }] = await Promise.all([
    import("../run-view.ts"),
    import("../stop-signals.ts"),
    import("../run-summary.ts"),
  ]);
  const view = flags.json ? jsonView(stdout) : textView(stdout);
  const signals = stopSignals((signal) => {
    view.end();
    context.terminal.stderr.write(`${signal}: finishing the step and saving; a second one stops at once\n`);
  });
  try {
    let done: RunEvent | undefined;
    const onEvent = (event: RunEvent) => {
      // The end is shown when its report is written.
      if (event.event === "done") done = event;
      else view.show(event);
    };
    const { backend, threads } = flags;
    const status = await run({ experiment, out, backend, threads, signal: signals.abort, onEvent });
    view.end();
    const report = await reportOn(out, context.terminal);
    const again = ["tweedie", ...context.argv];
    stdout.write(
      flags.json ? jsonLine({ ...done, report }) : runSummary(status, { out, report, again, colors: stdout.colors }),
    );
    context.exit(exitCodeOf(status, signals.received()));
  } finally {
    view.end();
    signals.release();
  }
}

/** The run is good even where its report fails. */
async function reportOn(out: string, { stderr }: Terminal): Promise<string | undefined> {
  try {
    const { writeReport } = await import("@tweedie/report");
    return await writeReport(out);
  } catch (error) {
    stderr.write(`${stderr.colors.yellow("warning")} no report: ${(error as Error).message}\n`);
    return undefined;
  }
}

function exitCodeOf({ status }: RunStatus, signal: StopSignal | undefined): number {
  if (status === "interrupted") return exitCodeOfSignal(signal ?? "SIGINT");
  if (["collapsed", "diverged", "not-converged"].includes(status)) return exitCodes.diverged;
  return status === "failed" ? exitCodes.failed : 0;
}
