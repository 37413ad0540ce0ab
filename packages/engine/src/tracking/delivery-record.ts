import { join } from "node:path";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { parseSealedJson, sealJson } from "../checksums/sealed-text.ts";
import { jsonFile } from "../run/json-file.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { writeDurably } from "../run/write-durably.ts";

const deliverySchema = z.object({
  /** Name of the plugin. */
  tracker: z.string(),
  /** Number of rows of the log, and status of the run, when they were last sent. */
  rows: z.int(),
  status: z.string(),
  /** Reason why not all of it is sent. */
  unsent: z.string().optional(),
});

const recordSchema = z.record(z.string(), deliverySchema);

/** State of each tracker of a run when it was last sent rows, by the name of the tracker's folder. */
export type DeliveryRecord = Readonly<Record<string, z.output<typeof deliverySchema>>>;

const fileIn = (folder: RunFolder): string => join(folder.trackers, "delivery.json");

/** Reads the record of a run. It is empty if the file is missing or damaged: sending rows again repeats none. */
export async function readDeliveries(folder: RunFolder): Promise<DeliveryRecord> {
  try {
    return recordSchema.parse(parseSealedJson(await readRegularText(fileIn(folder), fileLimits.json)));
  } catch {
    return {};
  }
}

export const writeDeliveries = (folder: RunFolder, record: DeliveryRecord): Promise<void> =>
  writeDurably(fileIn(folder), sealJson(jsonFile(record)));
