import { shellWord } from "@tweedie/core";
import type { Departure } from "@tweedie/engine";
import { age, bytes, clock, count, number } from "../quantities.ts";
import { sparkline } from "../sparkline.ts";
import { table } from "../table.ts";
import type { Colors } from "../terminal.ts";
import { text } from "./fields.ts";
import { metricsTable } from "./metrics-table.ts";
import type { RunEntry } from "./run-entry.ts";
import { statusColor } from "./status-color.ts";

/** Part of a run folder, and its size in bytes. */
export interface RunFile {
  readonly name: string;
  readonly size: number;
}

interface Look {
  /** What its experiment says beside the defaults; undefined where its plugins cannot be loaded any more. */
  readonly departures: readonly Departure[] | undefined;
  readonly files: readonly RunFile[];
  /** In milliseconds. */
  readonly now: number;
  readonly colors: Colors;
}

const sparkWidth = 32;

/** One run: how it stands, what it was told, what it reached, what lies in its folder, and what can be done with it. */
export function runPage(entry: RunEntry, { departures, files, now, colors }: Look): string {
  const { run, status, config, results, traces } = entry;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? ["", colors.bold(title), ...lines.map((line) => `  ${line}`)] : [];
  const planned = config.get(`${status.phase}.steps`);
  const reached = `${status.phase} ${count(status.step)}${typeof planned === "number" ? `/${count(planned)}` : ""}`;
  const lines = [
    `${colors.bold(run)}  ${statusColor(status.status, colors)(status.status)}, ${reached}`,
    `${clock(status.seconds)} on ${status.backend}, seed ${status.seed}, begun ${age((now - Date.parse(status.started)) / 1_000)} ago`,
    ...(status.reason === undefined ? [] : [status.reason]),
    ...status.warnings.map((warning) => `${colors.yellow("warning")} ${warning}`),
    ...section(
      departures ? "Configuration where it is not the default" : "Configuration",
      table(
        departures
          ? departures.map(({ path, value, default: standard }) => [
              path,
              text(value),
              standard === undefined ? "" : `default ${text(standard)}`,
            ])
          : [...config].map(([path, value]) => [path, text(value)]),
      ),
    ),
    ...section("Metrics", results.length > 0 ? metricsTable(results) : []),
    ...section(
      "Training",
      table(
        traces.map(({ phase, name, points }) => {
          const values = points.map(({ value }) => value);
          return [phase, name, sparkline(values, sparkWidth), `${number(values[0]!)} to ${number(values.at(-1)!)}`];
        }),
      ),
    ),
    ...section("Files", table(files.map(({ name, size }) => [name, bytes(size)]))),
    ...section("Next", table(nextSteps(entry))),
  ];
  return `${lines.join("\n")}\n`;
}

/** What can be done with a run as it stands. */
function nextSteps({ run, status }: RunEntry): string[][] {
  const folder = shellWord(run);
  const canGoOn = status.status === "interrupted" || status.status === "failed";
  return [
    ...(canGoOn ? [["continue", `tweedie run ${shellWord(`${run}/config.yaml`)} -o ${folder}`]] : []),
    ...(status.phase === "distill"
      ? [
          ["sample", `tweedie sample ${folder} -n 64 -o samples.png`],
          ["export", `tweedie export ${folder} -o student.onnx`],
        ]
      : []),
    ["report", `tweedie report ${folder}`],
  ];
}
