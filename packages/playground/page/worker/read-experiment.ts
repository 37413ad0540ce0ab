import { provideFiles } from "@tweedie/config/browser";
import { type Experiment, provideModules, validateExperiment } from "@tweedie/engine/browser";
import families from "virtual:tweedie-families";

/** Folder of the experiment and of the plugins that the user writes, and name of the experiment in messages. */
export const projectFolder = "/playground";
export const experimentFile = `${projectFolder}/playground.yaml`;

provideModules(families);

/**
 * Reads an experiment from its text, as the command reads a file.
 *
 * @throws ConfigError with all errors, as `tweedie validate`
 */
export function readExperiment(yaml: string): Promise<Experiment> {
  provideFiles(new Map([[experimentFile, yaml]]));
  return validateExperiment({ file: experimentFile });
}
