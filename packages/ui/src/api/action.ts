import type { DiagnosticPanel } from "@tweedie/report";

/** Answer to `GET /api/server`. */
export interface ServerFacts {
  readonly version: string;
  /** Folder in which the server was started. */
  readonly folder: string;
  readonly actions: readonly ActionKind[];
  /** Diagnostics that are drawn together, as in reports. Keys are names of the log without `diag.`. */
  readonly panels: readonly DiagnosticPanel[];
}

export type ActionKind =
  "stop" | "continue" | "extend" | "evaluate" | "export" | "report" | "stop-sweep" | "resume-sweep" | "prune";

/** Body of `POST /api/actions`. */
export interface ActionRequest {
  readonly kind: ActionKind;
  /** Id of a run or sweep. */
  readonly target: string;
  /** Overrides of `extend` and `evaluate`, `key=value`. */
  readonly overrides?: readonly string[] | undefined;
  /** Checkpoints of `evaluate`: by default the newest. */
  readonly checkpoint?: "best" | "all" | undefined;
  /** Form of `export`. */
  readonly format?: "onnx" | "safetensors" | "web" | undefined;
  /** Trial of `prune`. */
  readonly trial?: number | undefined;
}

/** A command that the dashboard has started. */
export interface Action {
  readonly id: number;
  readonly kind: ActionKind;
  readonly target: string;
  /** Command line as a user would type it. */
  readonly command: string;
  readonly state: "running" | "done" | "failed";
  /** Last lines of its output. */
  readonly output: string;
  readonly code?: number | undefined;
}

/** Body of every answer that is not a success. */
export interface ApiError {
  readonly error: string;
  readonly fix?: string | undefined;
}
