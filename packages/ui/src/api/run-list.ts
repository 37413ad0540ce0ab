import type { Json } from "@tweedie/config";

/** Value of a column in a run; null if the run has none. Measured numbers are shown with three digits, all others in full. */
export interface Cell {
  readonly value: Json;
  readonly measured: boolean;
}

/** A run in the list. */
export interface RunRow {
  /** Path of the run folder as the server names it, the id of all other requests. */
  readonly id: string;
  readonly status: string;
  readonly phase: string;
  readonly step: number;
  /** Steps of the phase; undefined until the configuration has been read. */
  readonly planned?: number | undefined;
  readonly seconds: number;
  /** ISO 8601. */
  readonly started: string;
  readonly reason?: string | undefined;
  /** Values of the main metric during training. */
  readonly trace: readonly number[];
  /** In the order of the columns. */
  readonly cells: readonly (Cell | null)[];
  /** Files that are damaged, one line each. */
  readonly problems: readonly string[];
}

export interface Column {
  readonly name: string;
  /** Direction of a metric. */
  readonly goal?: "minimize" | "maximize" | undefined;
}

/** Answer to `GET /api/runs`. */
export interface RunList {
  /** The main metric of most runs, of which `trace` has the values. */
  readonly metric?: string | undefined;
  readonly columns: readonly Column[];
  readonly rows: readonly RunRow[];
  /** Number of runs that exist. */
  readonly total: number;
  /** Number of runs of which only the status has been read so far. */
  readonly unread: number;
  /** Names of all fields, for columns, filters and the order. */
  readonly fields: readonly string[];
  /** Folders that are no readable runs, one line each. */
  readonly problems: readonly string[];
}
