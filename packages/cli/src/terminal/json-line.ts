/** One line of JSON. NaN and the infinities are written as strings, as in the files of a run. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value, writeNonFinite)}\n`;

const writeNonFinite = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
