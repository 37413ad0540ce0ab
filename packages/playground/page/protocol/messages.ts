import type { JsonSchema, MetricValues } from "@tweedie/engine/browser";

/** A plugin that the page can choose. */
export interface PluginInfo {
  readonly use: string;
  readonly role: string;
  readonly summary: string;
  /** JSON Schema of its options. */
  readonly options: JsonSchema;
}

/** Names that editors complete. */
export interface Reference {
  /** JSON Schema of an experiment. */
  readonly schema: JsonSchema;
  /** Exports of the modules that a loss may import. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** Methods of tensors. */
  readonly tensor: readonly string[];
}

/** Problem of an experiment or of a loss that the user wrote, as text for people. */
export interface TextProblem {
  readonly text: string;
  /** Lines of the text that it marks, from 1. */
  readonly lines: readonly number[];
}

/** Backend that the user chose. `auto` is WebAssembly, with several threads for large steps, and JavaScript where that does not work. */
export type BackendChoice = "auto" | "wasm" | "threads" | "webgpu" | "javascript";

/** Backend that a run has. */
export interface BackendState {
  readonly name: "WebAssembly" | "WebGPU" | "JavaScript";
  readonly threads: number;
  /** Reason why it is not the one that `auto` prefers. */
  readonly reason: string | undefined;
}

/** Requests of the page to the worker of a run. */
export type Request =
  /** Lists the plugins. */
  | { readonly type: "plugins" }
  /** Asks for the names that editors complete. */
  | { readonly type: "reference" }
  /** Checks an experiment. `id` is that of the answer. */
  | { readonly type: "check"; readonly id: number; readonly yaml: string }
  /** Replaces the file of a plugin that the user wrote. */
  | { readonly type: "file"; readonly id: number; readonly name: string; readonly text: string }
  /** Sets the backend of the runs that are opened next. */
  | { readonly type: "backend"; readonly choice: BackendChoice }
  /** Begins a run from its first iteration. */
  | { readonly type: "open"; readonly yaml: string }
  /** Continues a run with other settings, if its weights are the same; else begins it again. */
  | { readonly type: "change"; readonly yaml: string }
  /** Trains until `pause`, at most so many iterations a second; 0 is no limit. */
  | { readonly type: "play"; readonly rate: number }
  | { readonly type: "pause" }
  /** Makes one iteration. */
  | { readonly type: "step" }
  /** Settings of the picture: its noise level, and if it has field and arrows. */
  | { readonly type: "view"; readonly view: View }
  /** Samples digits. The first request loads the student. */
  | { readonly type: "digits"; readonly id: number; readonly choice: DigitChoice };

/** Latents between those of two seeds, and classes of the samples. */
export interface DigitChoice {
  /** Seeds of the latents at `fraction` 0 and 1. */
  readonly seeds: readonly [number, number];
  readonly fraction: number;
  /** Class of each sample. All requests of a worker have the same number of samples. */
  readonly labels: readonly number[];
}

/** Samples, field and arrows of one picture, as the worker computes them. */
export interface View {
  readonly sigma: number;
  readonly field: boolean;
  readonly arrows: boolean;
}

/** Points in the plane, x and y in turn. */
export type Points = Float32Array;

/** Messages of the worker. */
export type Message =
  | { readonly type: "plugins"; readonly plugins: readonly PluginInfo[] }
  | { readonly type: "reference"; readonly reference: Reference }
  | {
      readonly type: "checked";
      readonly id: number;
      readonly problem: TextProblem | undefined;
      readonly warnings: readonly string[];
    }
  | {
      readonly type: "compiled";
      readonly id: number;
      readonly problem: TextProblem | undefined;
      readonly checks: readonly string[];
    }
  | { readonly type: "problem"; readonly problem: TextProblem }
  /** Samples of digits in [-1, 1], pixel by pixel, and the time that they took. */
  | { readonly type: "digits"; readonly id: number; readonly pixels: Float32Array; readonly milliseconds: number }
  | { readonly type: "teacher"; readonly step: number; readonly steps: number; readonly loss: number }
  | { readonly type: "opened"; readonly scene: Scene }
  | { readonly type: "frame"; readonly frame: Frame }
  | { readonly type: "evaluation"; readonly row: EvaluationRow }
  | { readonly type: "ended"; readonly step: number; readonly reason: string };

/** Facts that do not change during a run. They are sent twice: at once with the data alone, and when the run can be trained. */
export interface Scene {
  /** True if the run can be trained. */
  readonly ready: boolean;
  readonly data: Points;
  readonly teacher: Points;
  /** Points at which the field is evaluated, a square grid. */
  readonly grid: Points;
  /** Half of the width of the picture. */
  readonly extent: number;
  readonly steps: number;
  readonly floors: MetricValues;
  readonly warnings: readonly string[];
}

export interface Frame {
  readonly step: number;
  /** Iterations a second. */
  readonly rate: number;
  readonly backend: BackendState;
  readonly student: Points;
  /** Denoised grid points of teacher and fake score. */
  readonly field: Readonly<Record<string, Points>>;
  /** Descent directions of the loss and of its parts at the first samples. */
  readonly arrows: Readonly<Record<string, Points>>;
}

export interface EvaluationRow {
  readonly step: number;
  readonly values: MetricValues;
  readonly alarm: string | undefined;
}
