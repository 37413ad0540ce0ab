import { basename, dirname, isAbsolute, join } from "node:path";
import { addDiagnostic, throwDiagnostics, toJson } from "@tweedie/config";
import {
  allTrusted,
  type Experiment,
  type ExperimentWithMemory,
  type MemoryEstimate,
  type ReadOptions,
  type Trust,
} from "@tweedie/engine";
import type { SweepPlan } from "../plan.ts";
import type { Parameter } from "../space/parameter.ts";
import { checkValues } from "./check-values.ts";
import { warnOfLogarithms } from "./parameters/logarithmic-ends.ts";
import { pathOf } from "./parameters/parameter-collector.ts";
import { readParameters } from "./parameters/read-parameters.ts";
import { replicatesOf } from "./parameters/replicates.ts";
import { relocatePlan } from "./plugin-paths.ts";
import { readSweepDocument, type SweepDocument } from "./sweep-document.ts";
import { experimentWithoutValues, metricOf } from "./sweep-metric.ts";
import { checkSweepPlugins } from "./sweep-plugins.ts";
import { ignoredKeys, type SweepSettings } from "./sweep-schema.ts";
import { addedOverrides } from "./added-overrides.ts";

/** A valid sweep. */
export interface Sweep {
  readonly plan: SweepPlan;
  /** The experiment of the first trial. */
  readonly experiment: Experiment;
  /** Experiments of trials, with each value that was checked. */
  readonly experiments: readonly Experiment[];
  /** Number of configurations. */
  readonly size: number;
  /** Memory of the largest trial among `experiments`. Left out if none of them is large. */
  readonly memory?: MemoryEstimate | undefined;
  /** Warnings, one sentence each. */
  readonly warnings: readonly string[];
}

/** Paths of settings without which the values of a trial are not known: the sampler may combine only some of them. */
const definesTrials = /^(parameters|repeat|method)\b/;

/**
 * Reads and validates a sweep: its file, or an experiment with arguments that sweep values; its plugins; and the values of its
 * parameters, as overrides of the experiment.
 *
 * @throws ConfigError with all problems, each at its origin; UntrustedCodeError with all plugins that are not trusted.
 */
export async function readSweep(
  file: string,
  args: readonly string[] = [],
  { trust }: ReadOptions = {},
): Promise<Sweep> {
  const sweep = await readSweepDocument(file, args);
  const { document, settings, overrides, isFile, wrong } = sweep;
  if (wrong.some((path) => definesTrials.test(path))) await throwWithPlugins(sweep, file, trust);
  const { swept, constants } = readParameters(document);
  const replicates = replicatesOf(document);
  if (swept.length + replicates.swept.length + wrong.length === 0) reportNothingSwept(sweep);

  const named = isFile ? settings.experiment : file;
  const varied = isFile && !isAbsolute(named) ? join(dirname(file), named) : named;
  const parameters = swept.map(({ parameter }) => parameter);
  const set = [...swept, ...replicates.swept, ...constants];
  const added = await addedOverrides(varied, overrides, set);
  const folder = isFile ? dirname(file) : process.cwd();
  const place = { projectFolder: dirname(varied), folder, trust };
  const checkedPlugins = checkSweepPlugins(sweep, wrong.length > 0 ? undefined : parameters, place);
  const base = { file: varied, overrides: [...overrides, ...added] };
  const values = checkValues(document, {
    ...{ ...base, constants, trust, parameters: swept, replicates: replicates.swept },
    matchesIndices: checkedPlugins.then(
      ({ matchesIndices }) => matchesIndices,
      () => false,
    ),
  });
  const [checked, plugins] = await allTrusted([values, checkedPlugins]);
  const experiments = checked.map(({ experiment }) => experiment);
  const [experiment] = experiments;
  const measured = experiment ?? (await experimentWithoutValues(base, set, trust));
  const metric = measured && (await metricOf(document, settings, measured));
  throwDiagnostics(document);

  const plan: SweepPlan = {
    name: settings.name ?? basename(file).replace(/\.ya?ml$/, ""),
    description: settings.description,
    experiment: { file: varied, overrides, ...(added.length > 0 && { added }), hash: experiment!.hash },
    method: plugins.method!,
    seed: settings.seed,
    metric: metric!,
    parameters,
    constants: Object.fromEntries(constants.map(({ steps, value }) => [pathOf(steps), toJson(value)])),
    repeat: replicates.combinations,
    runCap: settings.run_cap,
    pruning: plugins.pruning,
    retries: settings.retries,
    engine: plugins.engine!,
  };
  const largest = largestOf(checked);
  const warnings = warningsOf(settings, parameters, largest);
  const { size } = plugins;
  const { memory } = largest ?? {};
  return { plan: relocatePlan(plan, folder), experiment: experiment!, experiments, size, memory, warnings };
}

/** Throws the mistakes of a sweep whose trials are not known, and those of its plugins. */
async function throwWithPlugins(sweep: SweepDocument, file: string, trust: Trust | undefined): Promise<void> {
  const folder = sweep.isFile ? dirname(file) : process.cwd();
  await checkSweepPlugins(sweep, undefined, { projectFolder: folder, folder, trust });
  throwDiagnostics(sweep.document);
}

/** The check of the trial that needs most memory. */
const largestOf = (checked: readonly ExperimentWithMemory[]): ExperimentWithMemory | undefined =>
  checked.toSorted((a, b) => (b.memory?.peak ?? 0) - (a.memory?.peak ?? 0) || b.warnings.length - a.warnings.length)[0];

function reportNothingSwept({ document, isFile }: SweepDocument): void {
  const help = isFile ? "write `parameters: { loss.lambda: [0, 0.5, 1] }`" : "add `loss.lambda=0,0.5,1` or `seed=0..4`";
  addDiagnostic(document, isFile ? "parameters" : "experiment", { message: "nothing is swept", help });
}

const warningsOf = (
  settings: SweepSettings,
  parameters: readonly Parameter[],
  largest: ExperimentWithMemory | undefined,
): readonly string[] => [
  ...Object.entries(ignoredKeys).flatMap(([key, why]) =>
    settings[key as keyof typeof ignoredKeys] === undefined ? [] : [`\`${key}\` is ignored: ${why}`],
  ),
  ...parameters.flatMap((each) => warnOfLogarithms(each) ?? []),
  ...(largest?.warnings ?? []).map((warning) => `largest trial: ${warning}`),
];
