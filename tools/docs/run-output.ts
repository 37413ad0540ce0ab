import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NDArray } from "@tweedie/core";
import { decodeNpy } from "@tweedie/formats";

/** The table of metrics that `tweedie run` prints at its end, as a block. */
export function resultsTable(output: string): string {
  const lines = output.split("\n");
  const start = lines.findIndex((line) => /^ +student +teacher +floor/.test(line));
  if (start < 0) throw new Error(`the run printed no results:\n${output}`);
  const end = lines.findIndex((line, i) => i > start && line.trim() === "");
  return textBlock(lines.slice(start, end < 0 ? undefined : end).join("\n"));
}

/** Printed text as a Markdown block. */
export const textBlock = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;

/** Samples in a run folder: `data`, `teacher`, `student`. */
export const readSamples = (run: string, name: string): NDArray =>
  decodeNpy(readFileSync(join(run, "samples", `${name}.npy`)), name);
