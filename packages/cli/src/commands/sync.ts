import { exitCodes, shellPath, TweedieError, visibleLine } from "@tweedie/core";
import type { SyncResult } from "@tweedie/engine/tracking";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption, trustOption } from "../command-line/options.ts";
import { textView } from "../run-progress/run-view.ts";
import { findRun, runsFolder } from "../run-list/run-entry.ts";
import { jsonLine } from "../terminal/json-line.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { consentOfCommand, type TrustFlags } from "../trust/with-trust.ts";

interface Flags extends TrustFlags {
  readonly all?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `tweedie sync` */
export const syncCommand = (context: Context): Command =>
  withExamples(
    new Command("sync")
      .argument("[run...]", "run folders, or their names below runs/")
      .option("--all", "sync all runs below runs/ with unsent rows")
      .option("--force", "ask also the trackers that have all rows by the run's own record")
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((runs: string[], flags: Flags) => sync(runs, flags, context)),
    [
      ["tweedie sync runs/ring-sid-864a0d47", "send the rows that an outage or an offline run has left"],
      ["tweedie sync --all", "every run below runs/ with unsent rows; exit code 75: try again later"],
    ],
  );

async function sync(names: readonly string[], flags: Flags, { terminal, exit }: Context): Promise<void> {
  const { all, force, json } = flags;
  if (names.length === 0 && !all) {
    throw new TweedieError({ where: "tweedie sync", what: "no run given", fix: "name a run, or give --all" });
  }
  const { syncRun } = await import("@tweedie/engine/tracking");
  const runs = [...(await Promise.all(names.map(findRun))), ...(all ? await unsentRuns() : [])];
  const withConsent = consentOfCommand(flags, terminal);
  const { show } = textView(terminal.stderr);
  const codes: number[] = [];
  for (const run of new Set(runs)) {
    const onEvent = json ? () => undefined : show;
    const options = { run, onEvent, ...(force && { force }) };
    const result = await withConsent(({ trust }) => syncRun({ ...options, trust }));
    if (json) terminal.stdout.write(jsonLine({ run, ...result }));
    else report(run, result, terminal);
    codes.push(exitCodeOf(result));
  }
  exit(Math.max(0, ...codes));
}

/** Runs below runs/ with unsent rows by their own record, without those that are running. */
async function unsentRuns(): Promise<readonly string[]> {
  const { findRuns, lockHolder, runFolder } = await import("@tweedie/engine");
  const { readUnsent } = await import("@tweedie/engine/tracking");
  const isListed = async (run: string) =>
    (await readUnsent(run)).length > 0 && (await lockHolder(runFolder(run).lock)) === undefined;
  const runs = await findRuns(runsFolder).catch(() => []);
  const listed = await Promise.all(runs.map(isListed));
  return runs.filter((_, i) => listed[i]);
}

function report(run: string, { rows, synced, unsent }: SyncResult, { stdout }: Terminal): void {
  if (synced.length === 0) stdout.write(`${visibleLine(run)}: nothing to send\n`);
  const sent = synced.filter((tracker) => unsent.every((each) => each.tracker !== tracker));
  for (const tracker of sent) stdout.write(`${visibleLine(run)}: ${visibleLine(tracker)} has all ${rows} rows\n`);
  for (const { tracker, reason, isFinal } of unsent) {
    const when = isFinal ? "then" : "later";
    stdout.write(
      `${visibleLine(run)}: ${visibleLine(tracker)} lacks rows: ${visibleLine(reason)}\n${when}: tweedie sync ${shellPath(run)}\n`,
    );
  }
}

/** `requeue` if the same command may succeed later. */
const exitCodeOf = ({ unsent }: SyncResult): number =>
  unsent.some(({ isFinal }) => isFinal) ? exitCodes.failed : unsent.length > 0 ? exitCodes.requeue : 0;
