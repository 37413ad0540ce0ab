import { shellPath, shellWord, visibleLine } from "@tweedie/core";
import type { RunStatus } from "@tweedie/engine";
import { bestCheckpointText, teacherMatchText } from "@tweedie/report/results";
import { statusColor } from "../run-list/status-color.ts";
import { durationText, spreadText } from "../terminal/format.ts";
import { table, tableInBlocks } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";

interface SummaryOptions {
  /** The run folder. */
  readonly out: string;
  /** Path of the report, if it was written. */
  readonly report: string | undefined;
  /** Trackers that lack rows. */
  readonly unsent: readonly { readonly tracker: string; readonly reason: string }[];
  /** The words of the command line, which resumes the run. */
  readonly resumeCommand: readonly string[];
  /** Largest width of its tables in characters. Default: no limit. */
  readonly width?: number;
  readonly colors: Colors;
}

/**
 * Summary of a run that has ended: status, metrics with their reference values, next commands. The path of the report is last, or the
 * command that sends what trackers lack.
 */
export function runSummary(
  status: RunStatus,
  { out, report, unsent, resumeCommand, width = Infinity, colors }: SummaryOptions,
): string {
  const { metrics, teacher, floors, baselines, spreads = {}, reason } = status;
  const columns = [
    ["student", metrics, spreads.student],
    ["teacher", teacher, spreads.teacher],
    ["floor", floors, spreads.floors],
    ["gaussian", baselines, undefined],
  ] as const;
  const rows = Object.keys(metrics).map((name) => [
    name,
    ...columns.map(([, values, deviations]) => cell(values[name], deviations?.[name])),
  ]);
  const next = [
    ...(status.status === "interrupted" ? [["continue", resumeCommand.map(shellWord).join(" ")]] : []),
    ...(status.phase === "distill" ? [["sample", `tweedie sample ${shellPath(out)} -n 64 -o samples.png`]] : []),
    ...(report === undefined ? [] : [["report", report]]),
    ...(unsent.length === 0 ? [] : [["send", `tweedie sync ${shellPath(out)}`]]),
  ];
  const [match, best] = [teacherMatchText(status), bestCheckpointText(status)];
  const paint = statusColor(status.status, colors);
  const lines = [
    `${paint(status.status)} after ${durationText(status.seconds)}${reason === undefined ? "" : `: ${visibleLine(reason)}`}`,
    ...(rows.length > 0
      ? ["", ...tableInBlocks([["", ...columns.map(([name]) => name)], ...rows], width - 2).map((row) => `  ${row}`)]
      : []),
    ...(match === undefined ? [] : [`  ${visibleLine(match)}`]),
    ...(best === undefined ? [] : [`  best checkpoint: ${visibleLine(best)}`]),
    ...unsent.map(
      ({ tracker, reason }) => `${colors.yellow("unsent")} ${visibleLine(tracker)} lacks rows: ${visibleLine(reason)}`,
    ),
    "",
    ...table(next),
  ];
  return `${lines.join("\n")}\n`;
}

const cell = (value: number | undefined, spread: number | undefined): string =>
  value === undefined ? "" : spreadText(value, spread);
