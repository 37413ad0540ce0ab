import { type PathAssignment, ConfigError, type ConfigDocument } from "@tweedie/config";
import { type Experiment, validateExperiment } from "@tweedie/engine";
import type { Fixed, Swept } from "./swept.ts";

/** The experiment of a sweep, with what is laid over it in every trial. */
interface Varied {
  readonly file: string;
  readonly overrides: readonly string[];
  readonly swept: readonly Swept[];
  readonly fixed: readonly Fixed[];
}

/**
 * Checks each value of a sweep as an applyOverride of the experiment, before anything runs: each choice, and the ends of each range,
 * while all others have their first value. What is wrong is marked where the sweep says it.
 *
 * Returns the experiment as the first trial would have it.
 */
export async function checkValues(document: ConfigDocument, varied: Varied): Promise<Experiment | undefined> {
  const { swept } = varied;
  let first: Experiment | undefined;
  const check = async (picks: ReadonlyMap<string, number>): Promise<boolean> => {
    try {
      const assignments = assignmentsOf(varied, picks);
      const experiment = await validateExperiment({ file: varied.file, overrides: varied.overrides, assignments });
      first ??= experiment;
      return true;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      document.diagnostics.push(...error.diagnostics);
      return false;
    }
  };
  await check(new Map());
  for (const { parameter, samples } of swept) {
    const above = ancestorsOf(parameter.name, swept);
    // The first value was in the check before, unless another choice is needed for it to be there.
    for (let index = above.size > 0 ? 0 : 1; index < samples.length; index++) {
      await check(new Map([...above, [parameter.name, index]]));
    }
  }
  return first;
}

/** The values of one trial: those that are picked, of all others the first. */
function assignmentsOf({ swept, fixed }: Varied, picks: ReadonlyMap<string, number>): PathAssignment[] {
  const chosen = new Map<string, number>();
  const picked = swept.flatMap(({ parameter: { name, when }, steps, samples }): PathAssignment[] => {
    if (when && chosen.get(when.name) !== when.choice) return [];
    const index = picks.get(name) ?? 0;
    chosen.set(name, index);
    return [{ steps, value: samples[index]! }];
  });
  // A block before what lies in it.
  return [...fixed, ...picked].sort((a, b) => a.steps.length - b.steps.length);
}

/** The choices without which a parameter is not there. */
function ancestorsOf(name: string, swept: readonly Swept[]): ReadonlyMap<string, number> {
  const when = swept.find(({ parameter }) => parameter.name === name)?.parameter.when;
  return when ? new Map([...ancestorsOf(when.name, swept), [when.name, when.choice]]) : new Map();
}
