import { join } from "node:path";
import { type Launcher, shellWord } from "@tweedie/core";
import type { Study } from "@tweedie/study";
import type { Context } from "../context.ts";
import type { Terminal } from "../terminal.ts";
import { jsonLine } from "../json-line.ts";
import { table } from "../table.ts";
import { jobsOf, rememberJobs } from "./jobs.ts";
import { orderOf } from "./order.ts";
import { bestCommand, exitCodeOfSweep, sweepEnding } from "./sweep-ending.ts";
import { workHere } from "./work-here.ts";

/** How agents are to work on a sweep, by the command line. */
export interface DriveFlags {
  readonly parallel?: number;
  readonly detach?: boolean;
  /** Seconds. */
  readonly lease?: number;
  readonly json?: boolean;
}

/** Works on a sweep until it is over, or starts agents elsewhere that do. */
export async function drive(study: Study, flags: DriveFlags, context: Context): Promise<void> {
  const { loadLauncher } = await import("@tweedie/study");
  const launcher = await loadLauncher(study);
  if (study.state().status !== "finished") {
    if (flags.detach || !launcher.attached) return launchAgents(study, launcher, flags, context);
    const share = { ...launcher.agent(flags.parallel), json: flags.json ?? false };
    const stopped = await workHere(study, share, context);
    if (stopped !== undefined) context.exit(stopped);
  }
  await showEnding(study, flags, context);
}

/** Starts agents and returns, unless there are some at it already. */
async function launchAgents(study: Study, launcher: Launcher, flags: DriveFlags, { terminal }: Context): Promise<void> {
  const { total, counts } = study.state();
  const alive = await launcher.alive(await jobsOf(study.folder));
  const before = alive === undefined ? 0 : alive.running + alive.queued;
  const trials = total === undefined ? undefined : total - overOf(counts);
  const jobs = before > 0 ? [] : await launcher.launch(orderOf(study, launcher, { ...flags, trials }));
  await rememberJobs(study.folder, jobs);
  const { stdout } = terminal;
  if (flags.json) return stdout.write(jsonLine({ event: "launched", sweep: study.folder, jobs, alive: before }));
  const word = shellWord(study.plan.name);
  const said = jobs.length > 0 ? `started ${jobs.join(", ")}` : `${before} agents are at it already`;
  const next = table([
    ["look", `tweedie sweep status ${word}`],
    ["stop", `tweedie sweep stop ${word}`],
    ["logs", join(study.folder, "agents")],
  ]);
  stdout.write(`${study.plan.name}: ${said}\n\n${next.join("\n")}\n`);
}

/** How many trials need nobody any more. */
export const overOf = ({ complete, pruned, diverged, failed, skipped }: ReturnType<Study["state"]>["counts"]): number =>
  complete + pruned + diverged + failed + skipped;

/** Shows what came of a sweep, as far as it is. */
async function showEnding(study: Study, { json }: DriveFlags, { terminal, exit }: Context): Promise<void> {
  const state = study.state();
  const { status, counts, best = null } = state;
  const { stdout } = terminal;
  const command = bestCommand(study, state);
  const report = counts.complete > 0 ? await reportOn(study, terminal) : undefined;
  stdout.write(
    json
      ? jsonLine({ event: "done", sweep: study.folder, status, counts, best, command, report })
      : sweepEnding(study, state, report, stdout),
  );
  if (status === "finished") exit(exitCodeOfSweep(state));
}

/** The sweep is good even where its report fails. */
async function reportOn(study: Study, { stderr }: Terminal): Promise<string | undefined> {
  try {
    const { writeSweepReport } = await import("@tweedie/report");
    return await writeSweepReport(study);
  } catch (error) {
    stderr.write(`${stderr.colors.yellow("warning")} no report: ${(error as Error).message}\n`);
    return undefined;
  }
}
