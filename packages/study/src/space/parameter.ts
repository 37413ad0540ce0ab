import type { Json } from "@tweedie/config";

/** A swept parameter of an experiment. */
export type Parameter = ChoiceParameter | RangeParameter;

interface ParameterBase {
  /** Unique among the parameters: the path, and the condition too if several parameters share the path. */
  readonly name: string;
  /** Path of the value in the experiment, `loss.lambda`. */
  readonly path: string;
  /** The parameter is active only if another parameter has this choice. */
  readonly when?: { readonly name: string; readonly choice: number } | undefined;
}

export interface ChoiceParameter extends ParameterBase {
  readonly kind: "choice";
  readonly values: readonly Json[];
  readonly probabilities?: readonly number[] | undefined;
}

export interface RangeParameter extends ParameterBase {
  readonly kind: "range";
  readonly distribution: Distribution;
}

/** Distributions of numbers, with the names and keys of W&B sweeps. `q` rounds to its multiples. */
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
