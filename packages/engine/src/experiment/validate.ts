import {
  checkOptions,
  checkSchema,
  compose,
  type Composition,
  diagnose,
  type Document,
  hashOf,
  originAt,
  settle,
} from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { basename, dirname, resolve as absolute } from "node:path";
import { type Components, createComponents } from "../components.ts";
import { findPlugin } from "../plugins/find-plugin.ts";
import { findProject, type Project } from "../plugins/project.ts";
import { nameOf, placeIn, summaryOf } from "../plugins/thrown.ts";
import { crossFieldProblems } from "./cross-field.ts";
import { cycleOf } from "./cycle.ts";
import type { Experiment, FilledSlot } from "./experiment.ts";
import { placeFiles } from "./file-options.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import { type Slot, slotsIn } from "./slots.ts";
import { warningsOf } from "./warnings.ts";

/**
 * Reads an experiment and checks all of it: the file, every plugin's options, and that the plugins fit together.
 *
 * @throws ConfigError with everything that is wrong, before any tensor library is loaded.
 */
export async function validateExperiment(composition: Composition): Promise<Experiment> {
  const { document, experiment } = await readPlaces(composition);
  const game = checkFit(document, experiment);
  settle(document);
  return { ...experiment, warnings: warningsOf(experiment, game!) };
}

/**
 * Reads an experiment as far as its places: each has its plugin and right options, and whether they fit together is open.
 *
 * @throws ConfigError where a place is not filled.
 */
export const readExperiment = async (composition: Composition): Promise<Experiment> =>
  (await readPlaces(composition)).experiment;

async function readPlaces(composition: Composition): Promise<{ document: Document; experiment: Experiment }> {
  const document = await compose(composition);
  const settings = checkSchema(document, settingsSchema);
  const lab = await findProject(dirname(composition.file));
  const filled = await Promise.all(slotsIn(settings ?? document.value).map((slot) => fill(document, slot, lab)));
  settle(document);
  const slots = filled.filter((slot) => slot !== undefined);
  const resolved = resolve(settings!, slots);
  const { name = defaultName(composition.file), track, ...rest } = resolved;
  const experiment: Experiment = {
    file: composition.file,
    name,
    settings: settings!,
    slots,
    resolved: { name, ...rest, track },
    hash: hashOf(rest),
    warnings: [],
  };
  return { document, experiment };
}

/** Loads the plugin of a place and checks its options. What is wrong is left in the document. */
async function fill(document: Document, { path, role, block }: Slot, lab: Project): Promise<FilledSlot | undefined> {
  const { use } = block;
  const found = await findPlugin({ use, role, folder: folderOf(document, `${path}.use`) }, lab);
  if ("message" in found) {
    diagnose(document, `${path}.use`, found);
    return undefined;
  }
  try {
    const placed = placeFiles(block, found.plugin, (name) => folderOf(document, `${path}.${name}`));
    const options: unknown = checkOptions(document, found.plugin.options, path, placed);
    return options === undefined ? undefined : { path, role, use, ...found, options };
  } catch (error) {
    const message = `the options of \`${use}\` cannot be checked: ${summaryOf(error)}`;
    diagnose(document, path, { message, note: `see ${placeIn(found.file, error) ?? nameOf(found.file)}` });
    return undefined;
  }
}

/** The folder that a value's relative paths start from: that of the file that says it, or where the command is typed. */
function folderOf(document: Document, path: string): string {
  const source = originAt(document, path)?.source;
  return source === undefined || source.argument !== undefined ? process.cwd() : dirname(source.name);
}

/** Makes every plugin once: it is then that they find out whether they suit each other. What they cannot see is checked here. */
function checkFit(document: Document, experiment: Experiment): Components | undefined {
  const cycle = cycleOf(experiment.slots);
  if (cycle) {
    const message = `the plugins need each other in a ring: ${cycle.join(" > ")}`;
    diagnose(document, cycle[0]!, { message });
    return undefined;
  }
  try {
    const game = createComponents(experiment);
    for (const { where, what, fix } of crossFieldProblems(experiment, game)) {
      diagnose(document, where, { message: what, help: fix });
    }
    return game;
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    diagnose(document, error.where, { message: error.what, help: error.fix });
    return undefined;
  }
}

/** The settings with every plugin's options written out. */
function resolve(settings: Settings, slots: readonly FilledSlot[]): Settings {
  const tree = structuredClone(settings);
  for (const { path, use, code, options } of slots) {
    const keys = path.split(".");
    const last = keys.pop()!;
    const parent = keys.reduce((node, key) => (node as Record<string, unknown>)[key], tree as unknown);
    (parent as Record<string, unknown>)[last] = { use: code?.use ?? use, ...(options as object) };
  }
  return tree;
}

/** `experiments/mixture/sid.yaml` is `mixture-sid`. */
function defaultName(file: string): string {
  const stem = basename(file).replace(/\.ya?ml$/, "");
  const folder = basename(dirname(absolute(file)));
  return [folder, stem]
    .join("-")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^-/, "");
}
