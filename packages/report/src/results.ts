import type { Point } from "./figures/curve.ts";
import type { RunRecord } from "./run-record.ts";

/** A metric of a run and what it is held against; `undefined` where the run did not come that far. */
export interface Result {
  readonly name: string;
  readonly goal: "minimize" | "maximize" | undefined;
  /** The student's last. */
  readonly value: number | undefined;
  /** Between two sets of real samples. */
  readonly floor: number | undefined;
  readonly teacher: number | undefined;
  /** For a Gaussian with the data's moments. */
  readonly baseline: number | undefined;
  /** The student's over training. */
  readonly points: readonly Point[];
}

const suffixes = /\.(floor|teacher)$/;

/** The metrics of a run. One that has not ended has them in its log only. */
export function resultsOf({ status, rows }: Pick<RunRecord, "status" | "rows">): Result[] {
  const logged = valuesOver(rows);
  const names = new Set([...Object.keys(status.goals), ...floored(logged)]);
  return [...names].map((name) => {
    const points = logged.get(name) ?? [];
    return {
      name,
      goal: status.goals[name],
      value: status.metrics[name] ?? points.at(-1)?.value,
      floor: status.floors[name] ?? logged.get(`${name}.floor`)?.at(-1)?.value,
      teacher: status.teacher[name] ?? logged.get(`${name}.teacher`)?.at(-1)?.value,
      baseline: status.baselines[name],
      points,
    };
  });
}

/** A quantity of training that is no metric: a loss, or what a plugin adds. */
export interface Trace {
  readonly phase: RunRecord["status"]["phase"];
  readonly name: string;
  readonly points: readonly Point[];
}

const diagnostic = "diag.";

/** Diagnostics of the distillation over training, by name without `diag.`. */
export type Diagnostics = ReadonlyMap<string, readonly Point[]>;

export const diagnosticsOf = ({ rows }: RunRecord): Diagnostics =>
  new Map(
    [...valuesOver(rows)]
      .filter(([name]) => name.startsWith(diagnostic))
      .map(([name, points]) => [name.slice(diagnostic.length), points]),
  );

/** All else that was logged, phase by phase. */
export function tracesOf({ status, rows }: Pick<RunRecord, "status" | "rows">): Trace[] {
  const metrics = new Set([...Object.keys(status.goals), ...floored(valuesOver(rows))]);
  return (["pretrain", "distill"] as const).flatMap((phase) =>
    [...valuesOver(rows.filter((row) => row.phase === phase))]
      .filter(([name]) => !metrics.has(name) && !suffixes.test(name) && !name.startsWith(diagnostic))
      .map(([name, points]) => ({ phase, name, points })),
  );
}

function valuesOver(rows: RunRecord["rows"]): Map<string, Point[]> {
  const series = new Map<string, Point[]>();
  for (const { step, values } of rows) {
    for (const [name, value] of Object.entries(values)) {
      const points = series.get(name) ?? [];
      series.set(name, points);
      points.push({ step, value });
    }
  }
  return series;
}

const floored = (series: ReadonlyMap<string, unknown>): string[] =>
  [...series.keys()].filter((name) => name.endsWith(".floor")).map((name) => name.replace(suffixes, ""));
