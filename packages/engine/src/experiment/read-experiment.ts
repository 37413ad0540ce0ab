import { dirname } from "node:path";
import { checkSchema, compose, type Composition, type ConfigDocument, hashOf, throwDiagnostics } from "@tweedie/config";
import { findProject } from "../plugins/project.ts";
import { checkRunConfig } from "../run/run-config.ts";
import type { Experiment, FilledSlot } from "./experiment.ts";
import { fillSlot } from "./fill-slot.ts";
import { defaultName, resolveSettings } from "./resolve-settings.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import { slotsIn } from "./slots.ts";

/** An experiment, and the document that collects further diagnostics. */
interface ReadDocument {
  readonly document: ConfigDocument;
  readonly experiment: Experiment;
}

/**
 * Reads an experiment: every slot has its plugin with valid options. The combination of the plugins is not checked.
 *
 * @throws ConfigError with all errors of the file and of its slots.
 */
export const readExperiment = async (composition: Composition): Promise<Experiment> =>
  (await readDocument(composition)).experiment;

/** Reads an experiment in stages: compose, check the settings, fill the slots. */
export async function readDocument(composition: Composition): Promise<ReadDocument> {
  await checkRunConfig(composition.file);
  const document = await compose(composition);
  const settings = checkSchema(document, settingsSchema);
  const slots = await fillSlots(document, settings);
  throwDiagnostics(document);
  return { document, experiment: experimentOf(composition.file, settings!, slots) };
}

/** Fills the slots of the settings; of the plain values if the settings are invalid, to report errors of both. */
async function fillSlots(document: ConfigDocument, settings: Settings | undefined): Promise<readonly FilledSlot[]> {
  const project = await findProject(dirname(document.file));
  const slots = slotsIn(settings ?? document.value);
  const filled = await Promise.all(slots.map((slot) => fillSlot(document, slot, project)));
  return filled.filter((slot) => slot !== undefined);
}

function experimentOf(file: string, settings: Settings, slots: readonly FilledSlot[]): Experiment {
  const { name = defaultName(file), track, ...rest } = resolveSettings(settings, slots);
  return { file, name, settings, slots, resolved: { name, ...rest, track }, hash: hashOf(rest), warnings: [] };
}
