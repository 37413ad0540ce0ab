import { type Composition, throwDiagnostics } from "@tweedie/config";
import type { Components } from "../components.ts";
import { checkMemory, type MemoryCheck } from "../memory/check-memory.ts";
import { checkComponents } from "./check-components.ts";
import type { Experiment } from "./experiment.ts";
import { experimentOf, readMended, type ReadOptions } from "./read-experiment.ts";
import { warningsOf } from "./warnings.ts";

/**
 * Reads an experiment and checks all of it: the file, the options of every plugin, and the combination of the plugins.
 *
 * @throws ConfigError with all errors, before any tensor library is loaded; UntrustedCodeError if a plugin is not trusted
 */
export const validateExperiment = async (composition: Composition, options: ReadOptions = {}): Promise<Experiment> =>
  (await validate(composition, options)).experiment;

/** A valid experiment, and the check of the memory that it needs. */
export interface ExperimentWithMemory extends MemoryCheck {
  readonly experiment: Experiment;
}

/** The same, with the memory that the experiment needs. */
export async function validateWithMemory(
  composition: Composition,
  options: ReadOptions = {},
): Promise<ExperimentWithMemory> {
  const { experiment, components } = await validate(composition, options);
  return { experiment, ...(await checkMemory(components)) };
}

async function validate(
  composition: Composition,
  options: ReadOptions,
): Promise<{ readonly experiment: Experiment; readonly components: Components }> {
  const read = await readMended(composition, options);
  const { document, settings, slots } = read;
  const components = settings && (await checkComponents({ ...read, settings }));
  throwDiagnostics(document);
  const experiment = experimentOf(composition.file, settings!, slots);
  return { experiment: { ...experiment, warnings: warningsOf(experiment, components!) }, components: components! };
}
