import { exitCodes } from "@tweedie/core";
import type { RunEvent, RunStatus } from "@tweedie/engine";
import type { Backend } from "@tweedie/graph";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withAppendix, withExamples } from "../command-line/help.ts";
import {
  backendOption,
  deviceOption,
  configOption,
  jsonOption,
  seedOption,
  threadsOption,
  trustOption,
} from "../command-line/options.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { exitCodeOfSignal, type StopSignal } from "../terminal/stop-signals.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { type TrustFlags, withTrust } from "../trust/with-trust.ts";
import { overridesFromJson } from "../wandb/json-overrides.ts";
import { wandbRunFolder } from "../wandb/run-folder.ts";

interface Flags extends TrustFlags {
  readonly config?: readonly string[];
  readonly seed?: number;
  readonly out?: string;
  readonly backend?: Backend;
  readonly device?: string;
  readonly setJson?: readonly string[];
  readonly threads?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `tweedie run` */
export const runCommand = (context: Context): Command =>
  withAppendix(command(context), async (operands) => {
    const { experimentOptionsPage } = await import("../plugin-pages/experiment-options.ts");
    return experimentOptionsPage(operands);
  });

const command = (context: Context): Command =>
  withExamples(
    new Command("run")
      .argument("<file>", "the experiment, a YAML file")
      .argument("[key=value...]", "values that override the file")
      .addOption(configOption())
      .addOption(seedOption("random seed; same as seed=N"))
      .option(
        "--set-json <object>",
        "overrides as one JSON object, the form of W&B sweep agents",
        (text: string, given: readonly string[] = []) => [...given, ...overridesFromJson(text)],
      )
      .option(
        "-o, --out <folder>",
        "run folder (default: runs/NAME-HASH, a hash of everything that determines the results)",
      )
      .addOption(backendOption())
      .addOption(deviceOption())
      .addOption(threadsOption("threads per step (default: all cores)"))
      .option("--dry-run", "check everything and print the resolved experiment without running it")
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((file: string, overrides: string[], flags: Flags) => runExperiment(file, overrides, flags, context)),
    [
      ["tweedie run experiments/mixture/sid.yaml", "run, or resume an interrupted run"],
      ["tweedie run experiments/mixture/sid.yaml loss.lambda=1 distill.steps=1e4", "override two values"],
      ["tweedie run experiments/mixture/sid.yaml loss=sid/l1 --seed 3", "another loss plugin and seed"],
      ["tweedie run experiments/mixture/sid.yaml -c small.yaml --dry-run", "override with small.yaml and print it"],
      ["tweedie run experiments/mixture/sid.yaml --help", "this page, and the options of its plugins"],
    ],
  );

async function runExperiment(file: string, given: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { stdout } = context.terminal;
  const { defaultRunFolder, run, validateExperiment } = await import("@tweedie/engine");
  const overrides = [...(flags.setJson ?? []), ...given, ...(flags.seed === undefined ? [] : [`seed=${flags.seed}`])];
  const composition = { file, extra: flags.config ?? [], overrides };
  const experiment = await withTrust(flags, context.terminal, (consent) => validateExperiment(composition, consent));
  const { name, hash, resolved } = experiment;
  const out = flags.out ?? wandbRunFolder() ?? (await defaultRunFolder(experiment));
  if (flags.dryRun) {
    const { toYaml } = await import("@tweedie/config");
    stdout.write(flags.json ? jsonLine({ name, hash, out, resolved }) : `# would run in ${out}\n${toYaml(resolved)}`);
    return;
  }

  const [{ jsonView, textView }, { stopSignals }, { runSummary }] = await Promise.all([
    import("../run-progress/run-view.ts"),
    import("../terminal/stop-signals.ts"),
    import("../run-progress/run-summary.ts"),
  ]);
  const view = flags.json ? jsonView(stdout) : textView(stdout);
  const signals = stopSignals((signal) => {
    view.end();
    context.terminal.stderr.write(`${signal}: finishing this step and saving; send it again to exit at once\n`);
  });
  try {
    let done: RunEvent | undefined;
    const unsent: { readonly tracker: string; readonly reason: string }[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.event === "unsent") unsent.push(event);
      // The last event is printed with the path of the report, which is not written yet.
      if (event.event === "done") done = event;
      else view.show(event);
    };
    const { backend, device, threads } = flags;
    const status = await run({ experiment, out, backend, device, threads, signal: signals.abort, onEvent });
    view.end();
    const report = await tryWriteReport(out, context.terminal);
    const resumeCommand = ["tweedie", ...context.argv];
    stdout.write(
      flags.json
        ? jsonLine({ ...done, report })
        : runSummary(status, { out, report, unsent, resumeCommand, colors: stdout.colors }),
    );
    context.exit(exitCodeOf(status, signals.received()));
  } finally {
    view.end();
    signals.release();
  }
}

/** Writes the report. A failure is a warning: it does not change the result of the run. */
async function tryWriteReport(out: string, { stderr }: Terminal): Promise<string | undefined> {
  try {
    const { writeReport } = await import("@tweedie/report");
    return await writeReport(out);
  } catch (error) {
    stderr.write(`${stderr.colors.yellow("warning")} the report was not written: ${(error as Error).message}\n`);
    return undefined;
  }
}

function exitCodeOf({ status }: RunStatus, signal: StopSignal | undefined): number {
  if (status === "interrupted") return exitCodeOfSignal(signal ?? "SIGINT");
  if (["collapsed", "diverged", "not-converged"].includes(status)) return exitCodes.diverged;
  return status === "failed" ? exitCodes.failed : 0;
}
