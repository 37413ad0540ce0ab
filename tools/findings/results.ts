import { existsSync } from "node:fs";
import type { Json } from "@tweedie/config";
import { z } from "zod";
import { read, write } from "../docs/documents.ts";

/** Result of one run: its varied settings by path, and the means of its late evaluations by metric. */
const rowSchema = z.strictObject({
  values: z.record(z.string(), z.json() as z.ZodType<Json>),
  status: z.string(),
  /** Iteration of the last evaluation. */
  step: z.int(),
  metrics: z.record(z.string(), z.number()),
});

const resultsSchema = z.strictObject({
  /** The command that made the results. */
  command: z.string(),
  /** Version of Tweedie that made them. */
  version: z.string(),
  /** Metrics between sets of real samples: means over the runs. */
  floors: z.record(z.string(), z.number()),
  rows: z.array(rowSchema),
});

export type Row = z.output<typeof rowSchema>;
export type Results = z.output<typeof resultsSchema>;

/** Results by the name of their sweep or computation. */
export type ResultsByName = Readonly<Record<string, Results>>;

/** Metrics with four digits. Those that are not finite are left out. */
export const roundMetrics = (metrics: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(metrics)
      .filter(([, value]) => Number.isFinite(value))
      .map(([name, value]) => [name, Number(value.toPrecision(4))]),
  );

/** Results with each metric changed. */
export const mapMetrics = (results: ResultsByName, change: (value: number) => number): ResultsByName =>
  Object.fromEntries(
    Object.entries(results).map(([name, { rows, ...rest }]): [string, Results] => {
      const changed = rows.map((row) => ({
        ...row,
        metrics: Object.fromEntries(Object.entries(row.metrics).map(([metric, value]) => [metric, change(value)])),
      }));
      return [name, { ...rest, rows: changed }];
    }),
  );

const pathOf = (name: string): string => `docs/findings/results/${name}.json`;

export const hasResults = (name: string): boolean => existsSync(new URL(`../../${pathOf(name)}`, import.meta.url));

/** Reads committed results. */
export const readResults = (name: string): Results => resultsSchema.parse(JSON.parse(read(pathOf(name))));

/** Writes results with one run a line. */
export function writeResults(name: string, { rows, ...rest }: Results): void {
  const head = JSON.stringify({ ...rest, rows: [] }, undefined, 2).replace(/\[\]\n\}$/, "");
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  write(pathOf(name), `${head}[\n${lines}\n  ]\n}\n`);
}
