import { type Composition, throwDiagnostics } from "@tweedie/config";
import { checkComponents } from "./check-components.ts";
import type { Experiment } from "./experiment.ts";
import { readDocument, type ReadOptions } from "./read-experiment.ts";
import { warningsOf } from "./warnings.ts";

/**
 * Reads an experiment and checks all of it: the file, the options of every plugin, and the combination of the plugins.
 *
 * @throws ConfigError with all errors, before any tensor library is loaded; UntrustedCodeError if a plugin is not trusted
 */
export async function validateExperiment(composition: Composition, options: ReadOptions = {}): Promise<Experiment> {
  const { document, experiment } = await readDocument(composition, options);
  const components = await checkComponents(document, experiment);
  throwDiagnostics(document);
  return { ...experiment, warnings: warningsOf(experiment, components!) };
}
