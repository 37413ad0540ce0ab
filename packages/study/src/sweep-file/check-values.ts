import { type PathAssignment, ConfigError, type ConfigDocument, type Diagnostic } from "@tweedie/config";
import {
  type ExperimentWithMemory,
  type PluginModule,
  type ReadOptions,
  UntrustedCodeError,
  validateWithMemory,
} from "@tweedie/engine";
import { helpForLogarithms } from "./parameters/logarithmic-ends.ts";
import type { Constant, SweptParameter } from "./parameters/swept-parameter.ts";

/** The experiment of a sweep and its overrides in every trial. */
interface VariedExperiment extends ReadOptions {
  readonly file: string;
  readonly overrides: readonly string[];
  readonly swept: readonly SweptParameter[];
  readonly constants: readonly Constant[];
}

/**
 * Validates the experiment with each sampled value of each parameter, while all other parameters have their first value.
 * Problems are added to the document, at their origin in the sweep file.
 *
 * Returns the experiments of the valid combinations, with the memory that they need.
 *
 * @throws UntrustedCodeError with all plugins among the values that are not trusted.
 */
export async function checkValues(
  document: ConfigDocument,
  varied: VariedExperiment,
): Promise<readonly ExperimentWithMemory[]> {
  const { file, overrides, swept } = varied;
  const valid: ExperimentWithMemory[] = [];
  const untrusted: PluginModule[] = [];
  const check = async (picks: ReadonlyMap<string, number>): Promise<void> => {
    try {
      const assignments = assignmentsOf(varied, picks);
      valid.push(await validateWithMemory({ file, overrides, assignments }, varied));
    } catch (error) {
      if (error instanceof UntrustedCodeError) untrusted.push(...error.modules);
      else if (error instanceof ConfigError)
        document.diagnostics.push(...error.diagnostics.map((each) => withHelp(each, swept)));
      else throw error;
    }
  };
  await check(new Map());
  for (const { parameter, samples } of swept) {
    const conditions = conditionsOf(parameter.name, swept);
    // The first value of an unconditional parameter was part of the first check.
    for (let index = conditions.size > 0 ? 0 : 1; index < samples.length; index++) {
      await check(new Map([...conditions, [parameter.name, index]]));
    }
  }
  if (untrusted.length > 0) throw new UntrustedCodeError(untrusted);
  return valid;
}

/** A diagnostic with help for logarithms that were meant as values. */
function withHelp(diagnostic: Diagnostic, swept: readonly SweptParameter[]): Diagnostic {
  const found = swept.find(({ parameter }) => parameter.path === diagnostic.path)?.parameter;
  const isBound = /^expected (at|less|more)/.test(diagnostic.message);
  const help =
    diagnostic.help ?? (isBound && found?.kind === "range" ? helpForLogarithms(found.distribution) : undefined);
  return help === undefined ? diagnostic : { ...diagnostic, help };
}

/** Values of one trial: the picked sample of each parameter, or its first. A block comes before the values inside it. */
function assignmentsOf({ swept, constants }: VariedExperiment, picks: ReadonlyMap<string, number>): PathAssignment[] {
  const chosen = new Map<string, number>();
  const picked = swept.flatMap(({ parameter: { name, when }, steps, samples }): PathAssignment[] => {
    if (when && chosen.get(when.name) !== when.choice) return [];
    const index = picks.get(name) ?? 0;
    chosen.set(name, index);
    return [{ steps, value: samples[index]! }];
  });
  return [...constants, ...picked].sort((a, b) => a.steps.length - b.steps.length);
}

/** Choices that a parameter depends on, directly or indirectly. */
function conditionsOf(name: string, swept: readonly SweptParameter[]): ReadonlyMap<string, number> {
  const when = swept.find(({ parameter }) => parameter.name === name)?.parameter.when;
  return when ? new Map([...conditionsOf(when.name, swept), [when.name, when.choice]]) : new Map();
}
