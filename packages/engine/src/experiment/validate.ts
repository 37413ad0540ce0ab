import { type Composition, throwDiagnostics } from "@tweedie/config";
import { checkComponents } from "./check-components.ts";
import type { Experiment } from "./experiment.ts";
import { readDocument } from "./read-experiment.ts";
import { warningsOf } from "./warnings.ts";

/**
 * Reads an experiment and checks all of it: the file, the options of every plugin, and the combination of the plugins.
 *
 * @throws ConfigError with all errors, before any tensor library is loaded.
 */
export async function validateExperiment(composition: Composition): Promise<Experiment> {
  const { document, experiment } = await readDocument(composition);
  const components = await checkComponents(document, experiment);
  throwDiagnostics(document);
  return { ...experiment, warnings: warningsOf(experiment, components!) };
}
