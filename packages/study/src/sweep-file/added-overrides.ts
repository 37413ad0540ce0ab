import { compose, ConfigError } from "@tweedie/config";
import { pathOf } from "./parameters/parameter-collector.ts";
import type { Constant } from "./parameters/swept-parameter.ts";

const curve = "evaluate.teacherCurve";

/**
 * Overrides that a sweep adds in every trial: one that leaves the teacher's curve out, unless the experiment or the sweep sets it. The curve
 * does not depend on the student, and takes longer than a short trial.
 *
 * @param overrides Overrides of the command line.
 * @param set Values that the sweep sets.
 */
export async function addedOverrides(
  file: string,
  overrides: readonly string[],
  set: readonly Pick<Constant, "steps">[],
): Promise<readonly string[]> {
  const paths = set.map(({ steps }) => pathOf(steps));
  if (paths.some((path) => path === "evaluate" || path === curve || path.startsWith(`${curve}.`))) return [];
  try {
    const { evaluate } = (await compose({ file, overrides })).value as Record<string, unknown>;
    const isSet = typeof evaluate === "object" && evaluate !== null && "teacherCurve" in evaluate;
    return isSet ? [] : [`${curve}=null`];
  } catch (error) {
    if (error instanceof ConfigError) return []; // the check of the experiment reports it
    throw error;
  }
}
