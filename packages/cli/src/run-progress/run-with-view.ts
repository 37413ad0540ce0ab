import { exitCodes } from "@tweedie/core";
import type { RunEvent, RunOptions, RunStatus } from "@tweedie/engine";
import type { Notifier } from "../notifications/notifier.ts";
import type { NotifyFlags } from "../notifications/notify-options.ts";
import type { Context } from "../command-line/context.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { exitCodeOfSignal, type StopSignal } from "../terminal/stop-signals.ts";
import { tableRoom, type Terminal } from "../terminal/terminal.ts";
import { onTimeLimit, timeLimitOf } from "./time-limit.ts";

interface ViewFlags extends NotifyFlags {
  readonly json?: boolean | undefined;
  /** Seconds after which the run is stopped. */
  readonly maxTime?: number | undefined;
}

/** Runs or continues an experiment, shows its events, writes the report and prints the summary. A signal or a time limit ends it with a checkpoint. */
export async function runWithView(
  options: Omit<RunOptions, "signal" | "onEvent">,
  flags: ViewFlags,
  context: Context,
): Promise<void> {
  const { stdout, stderr } = context.terminal;
  const { json, maxTime } = flags;
  const { out } = options;
  const notifier = await notifierOf(flags, options);
  const [{ run }, { jsonView, textView }, { stopSignals }, { runSummary }] = await Promise.all([
    import("@tweedie/engine"),
    import("./run-view.ts"),
    import("../terminal/stop-signals.ts"),
    import("./run-summary.ts"),
  ]);
  const view = json ? jsonView(stdout) : textView(stdout);
  const tell = (text: string) => {
    view.end();
    context.terminal.stderr.write(`${text}\n`);
  };
  const signals = stopSignals((signal) =>
    tell(`${signal}: finishing this step and saving; send it again to exit at once`),
  );
  const cancelLimit = onTimeLimit(timeLimitOf(maxTime, process.env, Date.now()), (reason) => {
    tell(`${reason}: finishing this step and saving`);
    signals.stop(reason);
  });
  try {
    let done: RunEvent | undefined;
    const unsent: { readonly tracker: string; readonly reason: string }[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.event === "unsent") unsent.push(event);
      // The last event is printed with the path of the report, which is not written yet.
      if (event.event === "done") done = event;
      else view.show(event);
      notifier?.show(event);
    };
    const status = await run({ ...options, signal: signals.abort, onEvent }).catch((error: unknown) => {
      notifier?.fail(error);
      throw error;
    });
    notifier?.end(status);
    view.show({ event: "activity", activity: "writing the report" });
    const report = await tryWriteReport(out, context.terminal);
    view.end();
    const resumeCommand = ["tweedie", ...context.argv];
    stdout.write(
      json
        ? jsonLine({ ...done, report })
        : runSummary(status, { out, report, unsent, resumeCommand, width: tableRoom(stdout), colors: stdout.colors }),
    );
    context.exit(exitCodeOf(status, signals.received()));
  } finally {
    for (const problem of (await notifier?.settled()) ?? [])
      stderr.write(`${stderr.colors.yellow("warning")} ${problem}\n`);
    cancelLimit();
    view.end();
    signals.release();
  }
}

/** The notifier of a run, if a target is to be told of it. */
async function notifierOf(
  flags: NotifyFlags,
  { experiment, out }: Pick<RunOptions, "experiment" | "out">,
): Promise<Notifier | undefined> {
  if (!flags.notify?.length) return undefined;
  const [{ createNotifier }, { metricGoals }] = await Promise.all([
    import("../notifications/notifier.ts"),
    import("@tweedie/engine"),
  ]);
  const [primary] = Object.entries(await metricGoals(experiment));
  return createNotifier({ ...flags, run: experiment.name, folder: out, primary });
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

/** Exit code of a run. One that is interrupted without a signal has reached its time limit. */
function exitCodeOf({ status }: RunStatus, signal: StopSignal | undefined): number {
  if (status === "interrupted") return signal ? exitCodeOfSignal(signal) : exitCodes.requeue;
  if (["collapsed", "diverged", "not-converged"].includes(status)) return exitCodes.diverged;
  return status === "failed" ? exitCodes.failed : 0;
}
