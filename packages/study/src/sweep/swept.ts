import type { ConfigNode, PathStep } from "@tweedie/config";
import type { Parameter } from "../space/parameter.ts";

/** A parameter, with the places where it is written. */
export interface Swept {
  readonly parameter: Parameter;
  /** The way to it in the experiment. */
  readonly steps: readonly PathStep[];
  /** Of a choice, its values; of a range, some values of it that must be right, its ends among them. */
  readonly samples: readonly ConfigNode[];
}

/** A value that is the same in every trial. */
export interface Fixed {
  readonly steps: readonly PathStep[];
  readonly value: ConfigNode;
}
