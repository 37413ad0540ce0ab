import type { LogRow } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { open, truncate } from "node:fs/promises";
import { type Phase, phases } from "./phase.ts";

/** One line of `metrics.jsonl`. It holds numbers only and no clock time, so that a resumed run writes the same bytes. */
export interface MetricsRow extends LogRow {
  readonly phase: Phase;
}

/** Encodes NaN and infinities as strings, because JSON has no numbers for them. */
const encode = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

export const formatRow = ({ phase, step, values }: MetricsRow): string =>
  `${JSON.stringify({
    phase,
    step,
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encode(value)])),
  })}\n`;

function parseRow(line: string): MetricsRow {
  const { phase, step, ...values } = JSON.parse(line) as { phase: Phase; step: number } & Record<
    string,
    number | string
  >;
  return {
    phase,
    step,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)])),
  };
}

/** Reads the rows of a log; none if the file does not exist. An incomplete last line, as a crash leaves it, is ignored. */
export async function readMetrics(path: string): Promise<MetricsRow[]> {
  const text = await readRegularText(path, fileLimits.text).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)
    .map(parseRow);
}

export interface MetricsLog {
  append(row: MetricsRow): Promise<void>;
  /** Resolves when all appended rows would survive a power failure. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a log to continue it after the given step. Rows beyond that step, left by an interrupted run, are removed. */
export async function openMetricsLog(path: string, after: { phase: Phase; step: number }): Promise<MetricsLog> {
  const isKept = (row: MetricsRow) =>
    phases.indexOf(row.phase) < phases.indexOf(after.phase) || (row.phase === after.phase && row.step <= after.step);
  const kept = (await readMetrics(path)).filter(isKept).map(formatRow).join("");
  const file = await open(path, "a");
  await truncate(path, Buffer.byteLength(kept));
  return {
    append: async (row) => {
      await file.appendFile(formatRow(row));
    },
    sync: () => file.sync(),
    close: () => file.close(),
  };
}
