import type { Json } from "@tweedie/config";

/** One swept value of an experiment. */
export type Parameter = ChoiceParameter | RangeParameter;

interface Swept {
  /** Unlike that of any other: its path, and where two share one, the choice that it belongs to as well. */
  readonly name: string;
  /** What it sets: `loss.lambda`. */
  readonly path: string;
  /** It is there only where another has this choice. */
  readonly when?: { readonly name: string; readonly choice: number } | undefined;
}

export interface ChoiceParameter extends Swept {
  readonly kind: "choice";
  readonly values: readonly Json[];
  readonly probabilities?: readonly number[] | undefined;
}

export interface RangeParameter extends Swept {
  readonly kind: "range";
  readonly distribution: Distribution;
}

/** Distributions of numbers, by the names and keys of W&B's sweeps; `q` rounds to its multiples. */
export type Distribution =
  | { readonly distribution: "int_uniform"; readonly min: number; readonly max: number }
  | {
      readonly distribution:
        "uniform" | "log_uniform" | "log_uniform_values" | "inv_log_uniform" | "inv_log_uniform_values";
      readonly min: number;
      readonly max: number;
    }
  | {
      readonly distribution: "q_uniform" | "q_log_uniform" | "q_log_uniform_values";
      readonly min: number;
      readonly max: number;
      readonly q: number;
    }
  | { readonly distribution: "normal" | "log_normal"; readonly mu: number; readonly sigma: number }
  | {
      readonly distribution: "q_normal" | "q_log_normal";
      readonly mu: number;
      readonly sigma: number;
      readonly q: number;
    }
  | { readonly distribution: "beta"; readonly a: number; readonly b: number }
  | { readonly distribution: "q_beta"; readonly a: number; readonly b: number; readonly q: number };
