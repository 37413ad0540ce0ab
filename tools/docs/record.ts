import { createHash } from "node:crypto";
import { z } from "zod";
import { faultTexts } from "../faults/page.ts";
import { readReport } from "../faults/results.ts";
import { findingsTexts } from "../findings/page/losses-table.ts";
import { read, write } from "./documents.ts";

const path = "docs/figures.json";

const recordSchema = z.record(
  z.string(),
  z.strictObject({
    /** The command that made the figure. */
    command: z.string(),
    /** Printed results by name, as Markdown. */
    texts: z.record(z.string(), z.string()),
    /** SHA-256 of each image, by its path. */
    images: z.record(z.string(), z.string()),
  }),
);

/** Results that `npm run docs:figures` wrote last, by the name of the figure. */
export type FigureRecord = z.output<typeof recordSchema>;

export const readRecord = (): FigureRecord => recordSchema.parse(JSON.parse(read(path)));

export const writeRecord = (record: FigureRecord): void =>
  write(path, `${JSON.stringify(Object.fromEntries(Object.entries(record).sort()), undefined, 2)}\n`);

/** SHA-256 of a file, in hexadecimal. */
export const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Texts that other commands record: the last soak of `npm run test:faults`, and `npm run findings`. */
export const textsOfCommands = (): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  faults: faultTexts(readReport()),
  findings: findingsTexts(),
});

/** The text of `figure/name`, or undefined where there is none. */
export function recordedText(record: FigureRecord, key: string): string | undefined {
  const [figure = "", name = ""] = key.split("/");
  return (textsOfCommands()[figure] ?? record[figure]?.texts)?.[name];
}
