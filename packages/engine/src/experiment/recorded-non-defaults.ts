import { fileLimits, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { parseSealedJson, sealJson } from "../checksums/sealed-text.ts";
import { jsonFile } from "../run/json-file.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { writeDurably } from "../run/write-durably.ts";
import type { Experiment } from "./experiment.ts";
import { type NonDefault, nonDefaultsOf } from "./non-defaults.ts";

const recordSchema = z.object({
  nonDefaults: z.array(z.strictObject({ path: z.string(), value: z.json(), default: z.json().optional() })),
});

/** Records the values of an experiment that differ from their defaults, as only its plugins know the defaults. */
export const recordNonDefaults = (folder: RunFolder, experiment: Experiment): Promise<void> =>
  writeDurably(folder.nonDefaults, sealJson(jsonFile({ nonDefaults: nonDefaultsOf(experiment) })));

/** Reads what a run recorded, without any code of the run; undefined if the file is missing or damaged. */
export async function readNonDefaults(folder: RunFolder): Promise<readonly NonDefault[] | undefined> {
  try {
    const content = parseSealedJson(await readRegularText(folder.nonDefaults, fileLimits.json));
    return recordSchema.parse(content).nonDefaults as readonly NonDefault[];
  } catch {
    return undefined;
  }
}
