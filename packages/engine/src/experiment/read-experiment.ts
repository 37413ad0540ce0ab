import { dirname } from "node:path";
import {
  checkSchema,
  compose,
  type Composition,
  type ConfigDocument,
  hashOf,
  mendSchema,
  throwDiagnostics,
} from "@tweedie/config";
import { findProject } from "../plugins/project.ts";
import { type PluginModule, type Trust, trustAll } from "../plugins/trust.ts";
import { UntrustedCodeError } from "../plugins/untrusted-code-error.ts";
import { checkRunConfig } from "../run/run-config.ts";
import type { Experiment, FilledSlot } from "./experiment.ts";
import { fillSlot } from "./fill-slot.ts";
import { defaultName, resolveSettings } from "./resolve-settings.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import { type Slot, slotsIn, slotsInOptions } from "./slots.ts";

/** An experiment, and the document that collects further diagnostics. */
interface ReadDocument {
  readonly document: ConfigDocument;
  readonly experiment: Experiment;
}

/** Consent to run the code that an experiment names. */
export interface ReadOptions {
  /** Decides which plugins may run. Default: all. */
  readonly trust?: Trust | undefined;
}

/** Part of an experiment that can be read without code that is not trusted. */
export interface ExperimentPart {
  /** Slots whose plugins are trusted. */
  readonly slots: readonly FilledSlot[];
  /** The experiment; blocks of other plugins are as written, without defaults. */
  readonly resolved: Experiment["resolved"];
  /** Plugins that are not trusted. Nothing of them has run. */
  readonly untrusted: readonly PluginModule[];
}

/**
 * Reads the part of an experiment that needs no code that is not trusted. The combination of its plugins is not checked.
 *
 * @throws ConfigError with all errors of the file and of its slots.
 */
export async function readExperimentPart(composition: Composition, trust: Trust): Promise<ExperimentPart> {
  const { experiment, untrusted } = await readParts(composition, trust);
  return { slots: experiment.slots, resolved: experiment.resolved, untrusted };
}

/**
 * Reads an experiment: every slot has its plugin with valid options. The combination of the plugins is not checked.
 *
 * @throws ConfigError with all errors of the file and of its slots, and UntrustedCodeError with all plugins that are not trusted
 */
export async function readDocument(composition: Composition, { trust = trustAll }: ReadOptions): Promise<ReadDocument> {
  const { untrusted, ...read } = await readParts(composition, trust);
  if (untrusted.length > 0) throw new UntrustedCodeError(untrusted);
  return read;
}

/** An experiment of which only some slots have their plugins. */
export interface PartialDocument {
  readonly document: ConfigDocument;
  readonly experiment: Pick<Experiment, "settings" | "slots" | "resolved">;
}

/**
 * Reads an experiment with the plugins of some slots and of those that they use. The other plugins are not loaded, and need not be installed.
 *
 * @param isRoot Tells if a slot is one of them by its path.
 * @throws ConfigError with all errors of the file and of these slots, and UntrustedCodeError with all of these plugins that are not trusted
 */
export async function readSlots(
  composition: Composition,
  { trust = trustAll }: ReadOptions,
  isRoot: (path: string) => boolean,
): Promise<PartialDocument> {
  await checkRunConfig(composition.file);
  const document = await compose(composition);
  const settings = checkSchema(document, settingsSchema);
  const all = slotsIn(settings ?? document.value);
  const slots: FilledSlot[] = [];
  for (let next = all.filter(({ path }) => isRoot(path)); next.length > 0;) {
    const { slots: filled, untrusted } = await fillSlots(document, next, trust);
    if (untrusted.length > 0) throw new UntrustedCodeError(untrusted);
    slots.push(...filled);
    const used = new Set<string>(slots.flatMap(({ plugin }) => plugin.uses));
    next = all.filter(({ path }) => used.has(path) && slots.every((slot) => slot.path !== path));
    throwDiagnostics(document);
  }
  throwDiagnostics(document);
  const { resolved } = experimentOf(composition.file, settings!, slots);
  return { document, experiment: { settings: settings!, slots, resolved } };
}

/** An experiment whose mistakes are in the diagnostics of its document, and are mended in the rest of it. */
export interface MendedExperiment {
  readonly document: ConfigDocument;
  /** Undefined if the settings cannot be mended. */
  readonly settings: Settings | undefined;
  /** Paths of settings that have a default in place of what is wrong. */
  readonly wrong: readonly string[];
  readonly slots: readonly FilledSlot[];
}

/**
 * Reads an experiment with its mistakes, so that the combination of its plugins can be checked with them.
 *
 * @throws ConfigError if its file cannot be read or a plugin is not trusted and there are other errors; UntrustedCodeError with all plugins
 * that are not trusted
 */
export async function readMended(
  composition: Composition,
  { trust = trustAll }: ReadOptions,
): Promise<MendedExperiment> {
  const { untrusted, ...read } = await mendParts(composition, trust);
  if (untrusted.length > 0) {
    throwDiagnostics(read.document);
    throw new UntrustedCodeError(untrusted);
  }
  return read;
}

/** Reads an experiment in stages: compose, check the settings, fill the slots. */
async function readParts(
  composition: Composition,
  trust: Trust,
): Promise<ReadDocument & { readonly untrusted: readonly PluginModule[] }> {
  const { document, settings, slots, untrusted } = await mendParts(composition, trust);
  throwDiagnostics(document);
  return { document, experiment: experimentOf(composition.file, settings!, slots), untrusted };
}

async function mendParts(
  composition: Composition,
  trust: Trust,
): Promise<MendedExperiment & { readonly untrusted: readonly PluginModule[] }> {
  await checkRunConfig(composition.file);
  const document = await compose(composition);
  const { value, wrong } = mendSchema(document, settingsSchema);
  const isWrong = (path: string) => wrong.some((each) => path === each || path.startsWith(`${each}.`));
  const mended = slotsIn(value).filter(({ path }) => !isWrong(path));
  // The slots as written, where a mistake elsewhere keeps them from the settings: their mistakes are told too.
  const others = slotsIn(document.value).filter(({ path }) => !mended.some((slot) => slot.path === path));
  const { slots, untrusted } = await fillSlots(document, [...mended, ...others], trust);
  const isUsed = ({ path }: FilledSlot) =>
    !others.some((slot) => path === slot.path || path.startsWith(`${slot.path}.`));
  return { document, settings: value, wrong, slots: slots.filter(isUsed), untrusted };
}

async function fillSlots(
  document: ConfigDocument,
  slots: readonly Slot[],
  trust: Trust,
): Promise<Pick<ExperimentPart, "slots" | "untrusted">> {
  const project = await findProject(dirname(document.file), trust);
  const untrusted: PluginModule[] = [];
  const fill = async (slot: Slot): Promise<readonly FilledSlot[]> => {
    try {
      const filled = await fillSlot(document, slot, project);
      if (!filled) return [];
      const { wrong = [] } = filled;
      const inside = slotsInOptions(slot.path, filled.plugin, filled.options).filter(
        ({ path }) => !wrong.some((each) => `${path}.`.startsWith(`${slot.path}.${each}.`)),
      );
      return [filled, ...(await Promise.all(inside.map(fill))).flat()];
    } catch (error) {
      if (!(error instanceof UntrustedCodeError)) throw error;
      untrusted.push(...error.modules);
      return [];
    }
  };
  const filled = await Promise.all(slots.map(fill));
  return { slots: filled.flat(), untrusted };
}

/** An experiment without mistakes. */
export function experimentOf(file: string, settings: Settings, slots: readonly FilledSlot[]): Experiment {
  const { name = defaultName(file), track, ...rest } = resolveSettings(settings, slots);
  return { file, name, settings, slots, resolved: { name, ...rest, track }, hash: hashOf(rest), warnings: [] };
}
