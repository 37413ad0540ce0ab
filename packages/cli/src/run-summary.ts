import { shellWord } from "@tweedie/core";
import type { RunStatus } from "@tweedie/engine";
import { clock, number } from "./quantities.ts";
import { table } from "./table.ts";
import type { Colors } from "./terminal.ts";

interface Ending {
  readonly out: string;
  readonly report: string | undefined;
  /** The command line that continues the run. */
  readonly again: readonly string[];
  readonly colors: Colors;
}

/** What a run came to, and what can be done next. The path of the report is the last thing on the screen. */
export function runSummary(status: RunStatus, { out, report, again, colors }: Ending): string {
  const { metrics, teacher, floors, baselines, reason } = status;
  const colour =
    status.status === "completed" ? colors.green : status.status === "interrupted" ? colors.yellow : colors.red;
  const columns = Object.entries({ student: metrics, teacher, floor: floors, gaussian: baselines });
  const rows = Object.keys(metrics).map((name) => [name, ...columns.map(([, values]) => cell(values[name]))]);
  const next = [
    ...(status.status === "interrupted" ? [["continue", again.map(shellWord).join(" ")]] : []),
    ...(status.phase === "distill" ? [["sample", `tweedie sample ${shellWord(out)} -n 64 -o samples.png`]] : []),
    ...(report === undefined ? [] : [["report", report]]),
  ];
  const lines = [
    `${colour(status.status)} after ${clock(status.seconds)}${reason === undefined ? "" : `: ${reason}`}`,
    ...(rows.length > 0
      ? ["", ...table([["", ...columns.map(([name]) => name)], ...rows]).map((row) => `  ${row}`)]
      : []),
    "",
    ...table(next),
  ];
  return `${lines.join("\n")}\n`;
}

const cell = (value: number | undefined): string => (value === undefined ? "" : number(value));
