import { escapeObeyed } from "@tweedie/core";

/** One line of JSON. Characters that a terminal obeys are escaped. NaN and the infinities are written as strings, as in the files of a run. */
export const jsonLine = (value: unknown): string => `${escapeObeyed(JSON.stringify(value, writeNonFinite))}\n`;

const writeNonFinite = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
