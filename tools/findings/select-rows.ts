import type { Results, Row } from "./results.ts";

/** Values that a row must have. */
export type Match = Readonly<Record<string, Row["values"][string]>>;

/** Rows with the given values, in the order of their seeds. */
export function rowsWhere({ rows }: Results, match: Match): readonly Row[] {
  const found = rows.filter(({ values }) =>
    Object.entries(match).every(([path, value]) => JSON.stringify(values[path]) === JSON.stringify(value)),
  );
  if (found.length === 0) throw new Error(`no run has ${JSON.stringify(match)}`);
  return found.toSorted((a, b) => Number(a.values["seed"]) - Number(b.values["seed"]));
}

/** A metric of each run; NaN where it had no finite value. */
export const metricOf = (rows: readonly Row[], metric: string): readonly number[] =>
  rows.map(({ metrics }) => metrics[metric] ?? NaN);

/** Values of a setting, each once, in the order of the sweep. */
export const valuesOf = ({ rows }: Results, path: string): readonly Row["values"][string][] => [
  ...new Map(rows.map(({ values }) => [JSON.stringify(values[path]), values[path]!])).values(),
];
