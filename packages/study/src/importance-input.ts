import type { SweepPlan } from "./plan.ts";
import { spaceOf } from "./space/space.ts";
import type { StudyState } from "./state/study-state.ts";

/** What an estimate of importance is made from. */
export interface ImportanceInput {
  /** The names of the parameters, in the order of the columns. */
  readonly names: readonly string[];
  /** How many choices a parameter has; undefined for a number. */
  readonly choices: readonly (number | undefined)[];
  readonly rows: readonly {
    /** The number of a choice; of a number the share of its distribution below it. Left out where it has no place. */
    readonly coordinates: readonly (number | undefined)[];
    /** Mean of the metric over the replicates. */
    readonly value: number;
  }[];
}

/** The configurations that are complete, in coordinates that do not depend on units. */
export function importanceInput({ parameters }: Pick<SweepPlan, "parameters">, state: StudyState): ImportanceInput {
  const space = spaceOf(parameters);
  const complete = state.configurations.filter(({ status }) => status === "complete");
  return {
    names: space.map(({ name }) => name),
    choices: space.map((dimension) => (dimension.kind === "choice" ? dimension.probabilities.length : undefined)),
    rows: complete.map(({ point, value }) => ({
      value: value!,
      coordinates: space.map((dimension) => {
        const at = point[dimension.name];
        if (at === undefined || dimension.kind === "choice") return at;
        const [low, high] = dimension.shares(at);
        return (low + high) / 2;
      }),
    })),
  };
}
