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
  readonly parameters: readonly SweptParameter[];
  readonly replicates: readonly SweptParameter[];
  readonly constants: readonly Constant[];
  /** True if the sampler combines only values of the same index. */
  readonly matchesIndices: Promise<boolean>;
}

/** Indices of samples by the name of the parameter. Others have their first sample. */
type Picks = ReadonlyMap<string, number>;

/**
 * Validates the experiment with each sampled value of each parameter. All other parameters have their first value, or the value of the
 * same index if the sampler combines only these. Problems are added to the document, at their origin in the sweep file.
 *
 * Returns the experiments of the valid combinations, with the memory that they need.
 *
 * @throws UntrustedCodeError with all plugins among the values that are not trusted.
 */
export async function checkValues(
  document: ConfigDocument,
  varied: VariedExperiment,
): Promise<readonly ExperimentWithMemory[]> {
  const { file, overrides } = varied;
  const swept = sweptOf(varied);
  const valid: ExperimentWithMemory[] = [];
  const untrusted: PluginModule[] = [];
  const check = async (picks: Picks): Promise<void> => {
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
  for (const picks of picksOf(varied, await varied.matchesIndices)) await check(picks);
  if (untrusted.length > 0) throw new UntrustedCodeError(untrusted);
  return valid;
}

const sweptOf = ({ parameters, replicates }: VariedExperiment): readonly SweptParameter[] => [
  ...parameters,
  ...replicates,
];

/** Picks that, after the first samples of all parameters, contain each other sample. */
function picksOf(varied: VariedExperiment, matchesIndices: boolean): readonly Picks[] {
  const { parameters, replicates } = varied;
  if (!matchesIndices) return eachAlone(sweptOf(varied));
  const lists = parameters.filter(({ parameter }) => parameter.kind === "choice");
  const others = parameters.filter((each) => !lists.includes(each));
  const length = Math.max(1, ...lists.map(({ samples }) => samples.length));
  const rows = Array.from({ length: length - 1 }, (_, i) => {
    return new Map(
      lists.flatMap(({ parameter, samples }) => (i + 1 < samples.length ? [[parameter.name, i + 1] as const] : [])),
    );
  });
  return [...rows, ...eachAlone([...others, ...replicates])];
}

function eachAlone(swept: readonly SweptParameter[]): readonly Picks[] {
  return swept.flatMap(({ parameter, samples }) => {
    const conditions = conditionsOf(parameter.name, swept);
    // The first value of an unconditional parameter was part of the first check.
    const first = conditions.size > 0 ? 0 : 1;
    return samples.slice(first).map((_, i): Picks => new Map([...conditions, [parameter.name, first + i]]));
  });
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
function assignmentsOf(varied: VariedExperiment, picks: Picks): PathAssignment[] {
  const chosen = new Map<string, number>();
  const picked = sweptOf(varied).flatMap(({ parameter: { name, when }, steps, samples }): PathAssignment[] => {
    if (when && chosen.get(when.name) !== when.choice) return [];
    const index = picks.get(name) ?? 0;
    chosen.set(name, index);
    return [{ steps, value: samples[index]! }];
  });
  return [...varied.constants, ...picked].sort((a, b) => a.steps.length - b.steps.length);
}

/** Choices that a parameter depends on, directly or indirectly. */
function conditionsOf(name: string, swept: readonly SweptParameter[]): Picks {
  const when = swept.find(({ parameter }) => parameter.name === name)?.parameter.when;
  return when ? new Map([...conditionsOf(when.name, swept), [when.name, when.choice]]) : new Map();
}
