import type { ConfigNode, PathStep } from "@tweedie/config";
import type { Parameter } from "../../space/parameter.ts";

/** A swept parameter with its origin in the sweep file. */
export interface SweptParameter {
  readonly parameter: Parameter;
  /** Path in the experiment, with the origin of each step. */
  readonly steps: readonly PathStep[];
  /** Values to validate before the sweep starts: all values of a choice; the ends and one inner value of a range. */
  readonly samples: readonly ConfigNode[];
}

/** A value that is the same in every trial. */
export interface Constant {
  readonly steps: readonly PathStep[];
  readonly value: ConfigNode;
}
