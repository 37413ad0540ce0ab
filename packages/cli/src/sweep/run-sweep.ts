import { join } from "node:path";
import { shellPath, TweedieError, visibleLine } from "@tweedie/core";
import type { Study, StudyState } from "@tweedie/study";
import { bestCommand } from "@tweedie/study/best-command";
import type { Context } from "../command-line/context.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { type NotifyFlags, notifyVariable } from "../notifications/notify-options.ts";
import { withSweepNotifier } from "../notifications/with-sweep-notifier.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { TrustFlags } from "../trust/with-trust.ts";
import { createLaunchRequest } from "./launch-request.ts";
import { readJobs, recordJobs } from "./jobs.ts";
import { runLocalAgent } from "./local-agent.ts";
import { createReportPreparation } from "./report-preparation.ts";
import type { RunnableSweep } from "./runnable-sweep.ts";
import { exitCodeOfSweep, journalDamage, sweepSummary } from "./sweep-summary.ts";
import { endedTrials } from "./sweep-table.ts";

/** Options of the commands that run trials. */
export interface SweepRunFlags extends TrustFlags, NotifyFlags {
  readonly parallel?: number;
  readonly detach?: boolean;
  /** Seconds. */
  readonly lease?: number;
  readonly json?: boolean;
}

/** Runs a sweep to its end in this process, or starts agents that do so and returns. */
export async function runSweep(sweep: RunnableSweep, flags: SweepRunFlags, context: Context): Promise<void> {
  const { study, launcher, consent } = sweep;
  const state = study.state();
  const { stderr } = context.terminal;
  const damage = journalDamage(study, state);
  if (damage !== undefined) stderr.write(`${stderr.colors.yellow("warning")} ${damage}\n`);
  if (state.status !== "finished") {
    if (flags.detach || !launcher.attached) return launchAgents(sweep, flags, context);
    const options = { ...launcher.agent(flags.parallel), trusted: consent.trusted, json: flags.json ?? false };
    const preparation = createReportPreparation(study);
    const signalCode = await withSweepNotifier(study, flags, context.terminal, (notifier) => {
      const onState = (state: StudyState) => {
        notifier?.update(state);
        preparation.update(state);
      };
      return runLocalAgent(study, { ...options, onState }, context).finally(() => {
        if (study.state().status !== "finished") notifier?.interrupt(study.state());
      });
    });
    if (signalCode !== undefined) context.exit(signalCode);
    await preparation.end();
  }
  await writeSummary(study, flags, context);
}

/** Starts agents, unless agents of earlier calls are still running or queued. */
async function launchAgents(
  { study, launcher, consent }: RunnableSweep,
  flags: SweepRunFlags,
  { terminal: { stdout } }: Context,
): Promise<void> {
  const { total, counts } = study.state();
  const agents = await launcher.alive(await readJobs(study.folder));
  const alive = agents === undefined ? 0 : agents.running + agents.queued;
  const trials = total === undefined ? undefined : total - endedTrials(counts);
  const request = createLaunchRequest(study, launcher, { ...flags, trials, trusted: consent.trusted });
  const jobs = alive > 0 ? [] : await withNotifyVariable(flags, () => launcher.launch(request));
  await recordJobs(study.folder, jobs);
  if (flags.json) return stdout.write(jsonLine({ event: "launched", sweep: study.folder, jobs, alive }));
  const word = shellPath(study.plan.name);
  const result = jobs.length > 0 ? `started ${jobs.join(", ")}` : `nothing started: ${alive} agents are alive already`;
  const next = table([
    ["status", `tweedie sweep status ${word}`],
    ["stop", `tweedie sweep stop ${word}`],
    ["logs", join(study.folder, "agents")],
  ]);
  stdout.write(`${visibleLine(study.plan.name)}: ${result}\n\n${next.join("\n")}\n`);
}

/**
 * Launches agents that tell the same target. It is a variable of their environment: a job script is a file, and an address may be a secret.
 *
 * @throws TweedieError if there are several targets
 */
async function withNotifyVariable<T>({ notify = [] }: NotifyFlags, launch: () => Promise<T>): Promise<T> {
  if (notify.length > 1) {
    const what = "agents in other processes tell one target";
    throw new TweedieError({ where: "--notify", what, fix: "give one, or a script that tells several" });
  }
  if (notify[0] !== undefined) process.env[notifyVariable] = notify[0];
  return launch();
}

/** Writes the report and prints the summary of a sweep, which may have been stopped before its end. */
async function writeSummary(study: Study, { json }: SweepRunFlags, { terminal, exit }: Context): Promise<void> {
  const state = study.state();
  const { status, counts, best = null } = state;
  const { stdout } = terminal;
  const command = bestCommand(study, state);
  const report = counts.complete > 0 ? await tryWriteReport(study, terminal) : undefined;
  stdout.write(
    json
      ? jsonLine({ event: "done", sweep: study.folder, status, counts, best, command, report })
      : sweepSummary(study, state, report, stdout),
  );
  if (status === "finished") exit(exitCodeOfSweep(state));
}

/** Writes the report. A failure is a warning: it does not change the result of the sweep. */
async function tryWriteReport(study: Study, { activity, stderr }: Terminal): Promise<string | undefined> {
  try {
    activity("writing the report");
    const { writeSweepReport } = await import("@tweedie/report");
    return await writeSweepReport(study, { reports: "best" });
  } catch (error) {
    stderr.write(`${stderr.colors.yellow("warning")} the report was not written: ${(error as Error).message}\n`);
    return undefined;
  }
}
