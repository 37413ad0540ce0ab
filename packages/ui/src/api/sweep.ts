import type { Json } from "@tweedie/config";

/** A sweep in the list of `GET /api/sweeps`. */
export interface SweepRow {
  readonly id: string;
  readonly name: string;
  readonly status: "running" | "stopped" | "finished";
  readonly counts: Readonly<Record<string, number>>;
  readonly total?: number | undefined;
  readonly metric: string;
  readonly best?: number | undefined;
  readonly problem?: string | undefined;
}

/** A swept parameter as an axis. Positions range from 0 to 1. */
export interface Axis {
  readonly name: string;
  readonly kind: "choice" | "range";
  readonly isLog: boolean;
  readonly ticks: readonly { readonly label: string; readonly position: number }[];
  /** Fraction of the metric's variance that the parameter explains alone. */
  readonly importance?: number | undefined;
}

export interface Configuration {
  readonly configuration: number;
  readonly status: string;
  readonly value?: number | undefined;
  readonly spread?: number | undefined;
  readonly count: number;
  /** Values that it sets, by path. */
  readonly values: Readonly<Record<string, Json>>;
  /** Positions on the axes; null where a parameter is not active. */
  readonly positions: readonly (number | null)[];
  /** True for the best and for those that differ from it by no more than chance. */
  readonly isBest: boolean;
  readonly trials: readonly number[];
}

export interface Trial {
  readonly trial: number;
  readonly configuration: number;
  readonly status: string;
  /** Id of the run; undefined if it has not begun. */
  readonly run?: string | undefined;
  readonly agent?: string | undefined;
  readonly value?: number | undefined;
  readonly reason?: string | undefined;
  /** ISO 8601. */
  readonly began?: string | undefined;
  readonly ended?: string | undefined;
  readonly reports: readonly (readonly [resource: number, value: number | null])[];
}

export interface HeatMap {
  readonly x: string;
  readonly y: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** Means of the metric; `depth` from 0 for the worst to 1 for the best. */
  readonly cells: readonly {
    readonly column: number;
    readonly row: number;
    readonly value: number;
    readonly depth: number;
    readonly count: number;
  }[];
}

/** Answer to `GET /api/sweep`. */
export interface SweepDetails {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly status: SweepRow["status"];
  readonly counts: SweepRow["counts"];
  readonly total?: number | undefined;
  readonly metric: { readonly name: string; readonly goal: "minimize" | "maximize" };
  readonly method: string;
  readonly best?: number | undefined;
  readonly axes: readonly Axis[];
  readonly importanceIsLog: boolean;
  readonly interactions: readonly { readonly a: number; readonly b: number; readonly share: number }[];
  readonly configurations: readonly Configuration[];
  readonly trials: readonly Trial[];
  readonly heatMap?: HeatMap | undefined;
  readonly logs: readonly { readonly name: string; readonly size: number }[];
  readonly damaged: number;
}
