import type { SweepRecord } from "./sweep-record.ts";
import { wordOf } from "./axis.ts";

/** Every trial as a row of a CSV file (RFC 4180): what was swept, how it ended, and its metrics. */
export function trialsCsv({ plan, state }: Pick<SweepRecord, "plan" | "state">): string {
  const { trials, configurations } = state;
  const swept = namesOf(configurations.map(({ values }) => values));
  const repeated = namesOf(plan.repeat);
  const metrics = namesOf(trials.map((trial) => trial.metrics));
  const head = ["trial", "configuration", ...swept, ...repeated, "status", plan.metric.name];
  const others = metrics.filter((name) => name !== plan.metric.name);
  const rows = trials.map((trial) => {
    const { values } = configurations[trial.configuration]!;
    const replicate = plan.repeat[trial.replicate] ?? {};
    const word = (value: unknown) => (value === undefined ? "" : wordOf(value as never));
    return [
      trial.trial,
      trial.configuration,
      ...swept.map((name) => word(values[name])),
      ...repeated.map((name) => word(replicate[name])),
      trial.status,
      trial.value ?? "",
      ...others.map((name) => trial.metrics[name] ?? ""),
      trial.reason ?? "",
    ];
  });
  return [[...head, ...others, "reason"], ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

const namesOf = (records: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];

/** A text that a spreadsheet would take for a formula is none. */
function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+@\t\r]|^-[^\d.]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
