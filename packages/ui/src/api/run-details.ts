import type { Json } from "@tweedie/config";
import type { NamedMetric } from "@tweedie/report/metric-name";

/** A value of a run's configuration. */
export interface Setting {
  readonly path: string;
  readonly value: Json;
  /** Source of the value: set by the experiment, or the default. Undefined if the run has no record of it. */
  readonly origin?: "set" | "default" | undefined;
  /** The default that the value replaces, if it has one. */
  readonly default?: Json | undefined;
}

/** A metric and its reference values. */
export interface Metric extends NamedMetric {
  readonly value?: number | undefined;
  readonly spread?: number | undefined;
  readonly floor?: number | undefined;
  readonly teacher?: number | undefined;
  readonly gaussian?: number | undefined;
}

/** An evaluation of a checkpoint that was made after the run. */
export interface Evaluation {
  readonly step: number;
  /** Half-life of the average of the weights, if it is not that of the run. */
  readonly halfLife?: number | undefined;
  readonly samples: number;
  readonly metrics: readonly { readonly name: string; readonly value: number; readonly spread?: number | undefined }[];
}

/** A set of samples in a run folder. */
export interface SampleSet {
  /** Name of the file without extension: `student-000001000`. */
  readonly name: string;
  readonly source: "data" | "teacher" | "student" | "interpolation";
  /** Training step, of samples during training. */
  readonly step?: number | undefined;
  /** Network evaluations of the teacher. */
  readonly evaluations?: number | undefined;
  /** Changes with the file. */
  readonly stamp: string;
}

/** Answer to `GET /api/run`: everything of a run but its log. */
export interface RunDetails {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly phase: string;
  readonly step: number;
  readonly planned?: number | undefined;
  readonly batch?: number | undefined;
  readonly seconds: number;
  readonly started: string;
  readonly backend: string;
  readonly seed: number;
  readonly metrics: readonly Metric[];
  /** Evaluations of checkpoints that were made after the run. */
  readonly evaluations: readonly Evaluation[];
  readonly settings: readonly Setting[];
  readonly warnings: readonly string[];
  readonly samples: readonly SampleSet[];
  readonly memory?: { readonly teacher: number; readonly models: number; readonly peak: number } | undefined;
  /** Software and hardware, by name. */
  readonly provenance: Readonly<Record<string, string>>;
  readonly extensions: readonly { readonly step: number; readonly overrides: readonly string[] }[];
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Sweep to which the run belongs as a trial. */
  readonly sweep?: { readonly id: string; readonly trial: number } | undefined;
  /** Process that writes the run; `local` if it can be stopped from this machine. */
  readonly writer?: { readonly pid: number; readonly host: string; readonly local: boolean } | undefined;
}

/** Value of a log: null if the row has none, a text for NaN and infinities. */
export type LogValue = number | string | null;

/** Row of a log: phase, step and values in the order of the names. */
export type LogRow = readonly [phase: string, step: number, ...values: LogValue[]];

/** Event `rows` of `GET /api/follow`: the rows that a log has beyond those sent before. */
export interface RowsEvent {
  /** True if all rows sent before are void: the file was replaced. */
  readonly reset: boolean;
  readonly names: readonly string[];
  readonly rows: readonly LogRow[];
  /** Training steps a second, from the times at which rows arrived. */
  readonly rate?: number | undefined;
}

/** Answer to `GET /api/samples`. */
export type Samples =
  | { readonly kind: "images"; readonly png: string; readonly count: number }
  | {
      readonly kind: "points";
      readonly points: readonly (readonly [number, number])[];
      readonly count: number;
      /** Ends of both axes, from the data if the run has them. */
      readonly frame: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
    }
  | { readonly kind: "other"; readonly shape: readonly number[] };
