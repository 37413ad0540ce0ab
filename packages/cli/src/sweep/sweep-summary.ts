import { join } from "node:path";
import { exitCodes, shellPath } from "@tweedie/core";
import type { StudyReader, StudyState } from "@tweedie/study";
import { bestCommand } from "@tweedie/study/best-command";
import { table } from "../terminal/table.ts";
import { type Output, tableRoom } from "../terminal/terminal.ts";
import { metricText, sweepHeadline, sweepTable } from "./sweep-table.ts";

/** Describes the damage to the journal of a sweep; undefined if there is none. */
export function journalDamage({ folder }: Pick<StudyReader, "folder">, { damaged }: StudyState): string | undefined {
  if (damaged === 0) return undefined;
  const lines = damaged === 1 ? "1 line is damaged and was" : `${damaged} lines are damaged and were`;
  return `${join(folder, "journal.jsonl")}: ${lines} skipped; what they said is lost, all other lines count`;
}

/** Renders the table of a sweep, its failed trials, and next commands. */
export function sweepSummary(
  study: StudyReader,
  state: StudyState,
  report: string | undefined,
  output: Output,
): string {
  const { plan } = study;
  const { colors } = output;
  const word = shellPath(plan.name);
  const best = state.best === undefined ? undefined : state.configurations[state.best]!;
  const failed = state.trials.filter(({ status }) => status === "failed");
  const next = [
    ...(best === undefined ? [] : [["best", `${plan.metric.name} ${metricText(best)}: ${bestCommand(study, state)!}`]]),
    ...(failed.length > 0 ? [["retry", `tweedie sweep retry ${word}`]] : []),
    ...(state.status === "finished" ? [] : [["continue", `tweedie sweep resume ${word}`]]),
    ...(report === undefined ? [] : [["report", report]]),
  ];
  const damage = journalDamage(study, state);
  const width = tableRoom(output) - 2;
  return [
    sweepHeadline(state, plan, colors),
    "",
    ...sweepTable(state, plan, { colors, width }).map((line) => `  ${line}`),
    ...(failed.length > 0 ? ["", ...failed.map(({ trial, reason = "" }) => `trial ${trial} failed: ${reason}`)] : []),
    ...(damage === undefined ? [] : ["", damage]),
    "",
    ...table(next),
    "",
  ].join("\n");
}

/** Exit code of a finished sweep: 0 if a trial is complete and none failed, 1 if one failed, 3 if none is complete. */
export function exitCodeOfSweep({ status, counts, best }: StudyState): number {
  if (counts.failed > 0) return exitCodes.failed;
  return status === "finished" && best === undefined ? exitCodes.diverged : 0;
}
