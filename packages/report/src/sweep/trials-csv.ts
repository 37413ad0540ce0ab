import type { Json } from "@tweedie/config";
import type { SweepData } from "./sweep-data.ts";
import { compactValue } from "./analysis/parameter-axis.ts";

/**
 * CSV file (RFC 4180) with one row per trial: swept values, replicate, status, metrics and reason.
 *
 * Independent of when and where the trials ran: an interrupted sweep ends with the same bytes as an uninterrupted one.
 */
export function trialsCsv({ plan, state }: Pick<SweepData, "plan" | "state">): string {
  const { trials, configurations } = state;
  const swept = namesOf(configurations.map(({ values }) => values));
  const repeated = namesOf(plan.repeat);
  const others = namesOf(trials.map((trial) => trial.metrics)).filter((name) => name !== plan.metric.name);
  const head = ["trial", "configuration", ...swept, ...repeated, "status", plan.metric.name, ...others, "reason"];
  const rows = trials.map((trial) => {
    const { values } = configurations[trial.configuration]!;
    const replicate = plan.repeat[trial.replicate] ?? {};
    const cell = (value: Json | undefined) => (value === undefined ? "" : compactValue(value));
    return [
      trial.trial,
      trial.configuration,
      ...swept.map((name) => cell(values[name])),
      ...repeated.map((name) => cell(replicate[name])),
      trial.status,
      trial.value ?? "",
      ...others.map((name) => trial.metrics[name] ?? ""),
      trial.reason ?? "",
    ];
  });
  return [head, ...rows].map((row) => `${row.map(fieldOf).join(",")}\r\n`).join("");
}

const namesOf = (records: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];

/** Quotes a field where necessary. An apostrophe keeps spreadsheets from evaluating text as a formula. */
function fieldOf(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+@\t\r]|^-[^\d.]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
