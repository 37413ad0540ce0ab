import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
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

/** What each tracker of a run has received, by the name of the tracker's folder. */
export type DeliveryRecord = Readonly<Record<string, z.output<typeof deliverySchema>>>;

const fileIn = (folder: RunFolder): string => join(folder.trackers, "delivery.json");

/** Reads what the trackers of a run have received. It is empty if it is unknown: sending rows again repeats none. */
export async function readDeliveries(folder: RunFolder): Promise<DeliveryRecord> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(fileIn(folder), "utf8")));
  } catch {
    return {};
  }
}

export const writeDeliveries = (folder: RunFolder, record: DeliveryRecord): Promise<void> =>
  writeDurably(fileIn(folder), jsonFile(record));
