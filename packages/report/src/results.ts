import type { CurvePoint } from "./figures/curve.ts";
import type { NamedMetric } from "./metric-name.ts";
import type { RunData } from "./run-data.ts";

export { bestCheckpointText } from "./best-checkpoint.ts";
export { extensionsText } from "./extensions-text.ts";
export { planText, teacherMatchText } from "./teacher-match.ts";

/** A metric of a run with its reference values; undefined where the run ended before they were measured. */
export interface Result extends NamedMetric {
  /** Last value of the student. */
  readonly value: number | undefined;
  /** Noise floor: the metric between two sets of real samples. */
  readonly floor: number | undefined;
  readonly teacher: number | undefined;
  /** Value for a Gaussian with the mean and covariance of the data. */
  readonly baseline: number | undefined;
  /** Standard deviations of value, floor and teacher over sets of samples, if they were estimated. */
  readonly spreads?: Readonly<Partial<Record<"value" | "floor" | "teacher", number>>>;
  /** Values of the student during training. */
  readonly points: readonly CurvePoint[];
}

const suffixes = /\.(floor|teacher)$/;

/** Metrics of a run, from its status, or from its log if the run has not ended. */
export function resultsOf({ status, rows }: Pick<RunData, "status" | "rows">): Result[] {
  const logged = curvesByName(rows);
  const names = new Set([...Object.keys(status.goals), ...namesWithFloor(logged)]);
  return [...names].map((name) => {
    const points = logged.get(name) ?? [];
    return {
      name,
      goal: status.goals[name],
      description: status.descriptions?.[name],
      value: status.metrics[name] ?? points.at(-1)?.value,
      floor: status.floors[name] ?? logged.get(`${name}.floor`)?.at(-1)?.value,
      teacher: status.teacher[name] ?? logged.get(`${name}.teacher`)?.at(-1)?.value,
      baseline: status.baselines[name],
      spreads: spreadsOf(status.spreads, name),
      points,
    };
  });
}

/** Spreads of one metric. */
function spreadsOf(spreads: RunData["status"]["spreads"], name: string): NonNullable<Result["spreads"]> {
  const all = { value: spreads?.student, floor: spreads?.floors, teacher: spreads?.teacher };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, values]) => (values?.[name] === undefined ? [] : [[key, values[name]]])),
  );
}

/** A logged quantity other than metrics and diagnostics: a loss, or a quantity that a plugin logs. */
export interface LoggedCurve {
  readonly phase: RunData["status"]["phase"];
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

const diagnosticPrefix = "diag.";

/** Diagnostics of the distillation during training, by name without `diag.`. */
export type DiagnosticCurves = ReadonlyMap<string, readonly CurvePoint[]>;

export const diagnosticCurvesOf = ({ rows }: RunData): DiagnosticCurves =>
  new Map(
    [...curvesByName(rows)]
      .filter(([name]) => name.startsWith(diagnosticPrefix))
      .map(([name, points]) => [name.slice(diagnosticPrefix.length), points]),
  );

/** All logged quantities other than metrics and diagnostics, by phase. */
export function loggedCurvesOf({ status, rows }: Pick<RunData, "status" | "rows">): LoggedCurve[] {
  const metrics = new Set([...Object.keys(status.goals), ...namesWithFloor(curvesByName(rows))]);
  return (["pretrain", "distill"] as const).flatMap((phase) =>
    [...curvesByName(rows.filter((row) => row.phase === phase))]
      .filter(([name]) => !metrics.has(name) && !suffixes.test(name) && !name.startsWith(diagnosticPrefix))
      .map(([name, points]) => ({ phase, name, points })),
  );
}

function curvesByName(rows: RunData["rows"]): Map<string, CurvePoint[]> {
  const curves = new Map<string, CurvePoint[]>();
  for (const { step, values } of rows) {
    for (const [name, value] of Object.entries(values)) {
      const points = curves.get(name) ?? [];
      curves.set(name, points);
      points.push({ step, value });
    }
  }
  return curves;
}

const namesWithFloor = (curves: ReadonlyMap<string, unknown>): string[] =>
  [...curves.keys()].filter((name) => name.endsWith(".floor")).map((name) => name.replace(suffixes, ""));
