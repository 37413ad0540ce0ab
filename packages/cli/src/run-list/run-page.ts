import { shellPath, visibleLine } from "@tweedie/core";
import type { NonDefault } from "@tweedie/engine";
import { bestCheckpointText, extensionsText, planText, teacherMatchText } from "@tweedie/report/results";
import { ageText, countText, durationText, kimgText, numberText, sizeText, spreadText } from "../terminal/format.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import { dataText } from "./data-text.ts";
import { evaluationsTable } from "./evaluations-table.ts";
import { valueText } from "./fields.ts";
import { metricsTable } from "./metrics-table.ts";
import type { RunEntry } from "./run-entry.ts";
import { statusColor } from "./status-color.ts";

/** A file or folder in a run folder, and its size in bytes. */
export interface RunFile {
  readonly name: string;
  readonly size: number;
}

interface PageOptions {
  /** Configuration values that are not the default; undefined if the run has no record of them. */
  readonly nonDefaults: readonly NonDefault[] | undefined;
  /** Trackers that lack rows of the run. */
  readonly unsent: readonly { readonly tracker: string; readonly reason: string }[];
  readonly files: readonly RunFile[];
  /** Current time in milliseconds. */
  readonly now: number;
  /** Largest width of its tables in characters. Default: no limit. */
  readonly width?: number;
  readonly colors: Colors;
}

const sparkWidth = 32;

/** Renders one run: status, configuration, metrics, training curves, files, and commands for it. */
export function runPage(entry: RunEntry, options: PageOptions): string {
  const { nonDefaults, unsent, files, now, width = Infinity, colors } = options;
  const { results } = entry;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? ["", colors.bold(title), ...lines.map((line) => line && `  ${line}`)] : [];
  const lines = [
    ...statusLines(entry, now, colors),
    ...unsent.map(
      ({ tracker, reason }) => `${colors.yellow("unsent")} ${visibleLine(tracker)} lacks rows: ${visibleLine(reason)}`,
    ),
    ...section(
      nonDefaults ? "Configuration values that are not the default" : "Configuration",
      configurationTable(entry, nonDefaults),
    ),
    ...section(metricsTitle(entry), results.length > 0 ? metricsTable(results, width - 2) : []),
    ...section("Further evaluations", evaluationsTable(entry.evaluations, width - 2)),
    ...section("Teacher by network evaluations", teacherLines(entry)),
    ...section("Training", trainingTable(entry)),
    ...section("Files", table(files.map(({ name, size }) => [name, sizeText(size)]))),
    ...section("Next", table(nextCommands(entry, unsent.length > 0))),
  ];
  return `${lines.join("\n")}\n`;
}

function statusLines({ run, status, config }: RunEntry, now: number, colors: Colors): string[] {
  const [planned, batch] = [config.get(`${status.phase}.steps`), config.get(`${status.phase}.batch`)];
  const steps = `${countText(status.step)}${typeof planned === "number" ? `/${countText(planned)}` : ""}`;
  const images = typeof batch === "number" ? ` (${kimgText(status.step * batch)})` : "";
  const age = ageText((now - Date.parse(status.started)) / 1_000);
  const paint = statusColor(status.status, colors);
  const best = bestCheckpointText(status);
  const extensions = extensionsText(status);
  return [
    `${colors.bold(visibleLine(run))}  ${paint(status.status)}, ${status.phase} ${steps}${images}`,
    `${durationText(status.seconds)} on ${visibleLine(status.backend)}, seed ${status.seed}, started ${age} ago`,
    ...(status.data ? [`data: ${dataText(status.data)}`] : []),
    ...(best === undefined ? [] : [`best checkpoint: ${visibleLine(best)}`]),
    ...(extensions === undefined ? [] : [`extended ${visibleLine(extensions)}`]),
    ...(status.reason === undefined ? [] : [visibleLine(status.reason)]),
    ...status.warnings.map((warning) => `${colors.yellow("warning")} ${visibleLine(warning)}`),
  ];
}

const configurationTable = ({ config }: RunEntry, nonDefaults: readonly NonDefault[] | undefined): string[] =>
  table(
    nonDefaults
      ? nonDefaults.map(({ path, value, default: defaultValue }) => [
          path,
          valueText(value),
          defaultValue === undefined ? "" : `default ${valueText(defaultValue)}`,
        ])
      : [...config].map(([path, value]) => [path, valueText(value)]),
  );

function metricsTitle({ status: { averagedSteps } }: RunEntry): string {
  if (!averagedSteps) return "Metrics";
  return `Metrics, means of the ${averagedSteps.length} evaluations at steps ${averagedSteps.map(countText).join(", ")}`;
}

/** Quality of the teacher by network evaluations, and the student's. */
function teacherLines({ status }: RunEntry): string[] {
  const { teacherCurve } = status;
  if (!teacherCurve) return [];
  const { metric, samples, student, points } = teacherCurve;
  const rows = points.map((point) => [
    countText(point.evaluations),
    spreadText(point.value, point.spread),
    planText(point),
  ]);
  const match = teacherMatchText(status);
  return [
    ...table([
      ["", visibleLine(metric), "sampler, noise levels in standard deviations of the data"],
      ...rows,
      ["student", spreadText(student.value, student.spread), `${countText(samples)} samples each`],
    ]),
    ...(match === undefined ? [] : [visibleLine(match)]),
  ];
}

const trainingTable = ({ traces }: RunEntry): string[] =>
  table(
    traces.map(({ phase, name, points }) => {
      const values = points.map(({ value }) => value);
      const ends = `${numberText(values[0]!)} to ${numberText(values.at(-1)!)}`;
      return [phase, name, sparkline(values, sparkWidth), ends];
    }),
  );

/** Commands that apply to a run in its current status. */
function nextCommands({ run, status }: RunEntry, hasUnsent: boolean): string[][] {
  const folder = shellPath(run);
  const canResume = status.status === "interrupted" || status.status === "failed";
  return [
    ...(canResume ? [["continue", `tweedie run ${shellPath(`${run}/config.yaml`)} -o ${folder}`]] : []),
    ...(status.phase === "distill"
      ? [
          ["sample", `tweedie sample ${folder} -n 64 -o samples.png`],
          ["export", `tweedie export ${folder} -o student.onnx`],
        ]
      : []),
    ["report", `tweedie report ${folder}`],
    ...(hasUnsent ? [["send", `tweedie sync ${folder}`]] : []),
  ];
}
