import { compose, ConfigError } from "@tweedie/config";
import type { SweepPlan } from "../plan.ts";

const curve = "evaluate.teacherCurve";

/** Leaves the teacher's curve out of all trials. Users write `null`, so that their own override remains in printed commands. */
const withoutCurve = `${curve}=~`;

/**
 * Overrides of the experiment in every trial: those of the command line and, unless the experiment or the sweep sets the teacher's curve,
 * one that leaves it out. The curve does not depend on the student, and takes longer than a short trial.
 *
 * @param paths Paths that the sweep sets.
 */
export async function trialOverrides(
  file: string,
  overrides: readonly string[],
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.some((path) => path === "evaluate" || path === curve || path.startsWith(`${curve}.`))) return overrides;
  try {
    const { evaluate } = (await compose({ file, overrides })).value as Record<string, unknown>;
    const isSet = typeof evaluate === "object" && evaluate !== null && "teacherCurve" in evaluate;
    return isSet ? overrides : [...overrides, withoutCurve];
  } catch (error) {
    if (error instanceof ConfigError) return overrides; // the check of the experiment reports it
    throw error;
  }
}

/** A plan whose trials measure the curve by default: as version 0.1.0 made it, and for a run of the best configuration. */
export const withCurve = (plan: SweepPlan): SweepPlan => ({
  ...plan,
  experiment: { ...plan.experiment, overrides: plan.experiment.overrides.filter((each) => each !== withoutCurve) },
});
