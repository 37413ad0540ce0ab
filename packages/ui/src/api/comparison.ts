import type { Json } from "@tweedie/config";
import type { SampleSet } from "./run-details.ts";

/** Answer to `GET /api/compare`. Lists of values have the order of the runs; null where a run has none. */
export interface RunComparison {
  readonly runs: readonly ComparedRun[];
  /** Settings that differ. */
  readonly settings: readonly { readonly path: string; readonly values: readonly (Json | null)[] }[];
  readonly metrics: readonly {
    readonly name: string;
    readonly goal?: "minimize" | "maximize" | undefined;
    readonly values: readonly (number | null)[];
    readonly spreads: readonly (number | null)[];
    readonly floors: readonly (number | null)[];
    /** Indices of the best completed run and of those that differ from it by no more than chance. */
    readonly best: readonly number[];
  }[];
}

export interface ComparedRun {
  readonly id: string;
  readonly status: string;
  readonly seed: number;
  /** The student's samples in order of their steps, and those of the end. */
  readonly samples: readonly SampleSet[];
}
