import type { LogRow } from "@tweedie/core";
import { open, readFile, truncate } from "node:fs/promises";
import { type Phase, phases } from "./phase.ts";

/** One line of `metrics.jsonl`: numbers only, and no clock, so that a resumed run writes the same bytes. */
export interface MetricsRow extends LogRow {
  readonly phase: Phase;
}

/** JSON has no NaN and no infinities: they stand as strings. */
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

/** The rows of a log. A torn last line, as a crash leaves it, is passed over. */
export async function readMetrics(path: string): Promise<MetricsRow[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
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
  /** When it returns, what was appended survives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a log to go on after the given step: what an interrupted run wrote beyond it is cut off. */
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
