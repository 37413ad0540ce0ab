import { type LogRow, TweedieError } from "@tweedie/core";
import { fileLimits, ifExists, readRegularText } from "@tweedie/core/files";
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

const isPhase = (value: unknown): value is Phase => phases.includes(value as Phase);

/** Parses a line; undefined if it is not a row. */
function parseRow(line: string): MetricsRow | undefined {
  try {
    const { phase, step, ...values } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (!isPhase(phase) || !Number.isSafeInteger(step) || (step as number) < 0) return undefined;
    const isNumber = (value: unknown) =>
      typeof value === "number" || (typeof value === "string" && /^(NaN|-?Infinity)$/.test(value));
    if (!Object.values(values).every(isNumber)) return undefined;
    const numbers = Object.entries(values).map(([name, value]) => [name, Number(value)] as const);
    return { phase, step: step as number, values: Object.fromEntries(numbers) };
  } catch {
    return undefined;
  }
}

/** Rows of a log, and the numbers of the lines, from 1, that are not rows. */
export interface ParsedLog {
  readonly rows: readonly MetricsRow[];
  readonly damaged: readonly number[];
}

/** Parses the text of a log. An incomplete last line, as a crash leaves it, is ignored. */
export function parseRows(text: string): ParsedLog {
  const lines = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1);
  const parsed = lines.map(parseRow);
  return {
    rows: parsed.filter((row) => row !== undefined),
    damaged: parsed.flatMap((row, index) => (row === undefined ? [index + 1] : [])),
  };
}

/** Reads the text of a log; no text if the file does not exist. */
export const readLogText = async (path: string): Promise<string> =>
  (await ifExists(readRegularText(path, fileLimits.text))) ?? "";

/** Reads the rows of a log; none if the file does not exist. @throws TweedieError if a line is not a row */
export async function readMetrics(path: string): Promise<readonly MetricsRow[]> {
  const { rows, damaged } = parseRows(await readLogText(path));
  if (damaged.length === 0) return rows;
  throw new TweedieError({
    where: `${path}:${damaged[0]}`,
    what: "is not a row of the log",
    fix: "restore the file from a copy, or start the run again in another folder with --out",
  });
}
