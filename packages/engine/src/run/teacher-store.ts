import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { NDArrays } from "@tweedie/core";
import { decodeSafetensors, encodeSafetensors } from "@tweedie/formats";
import { cacheFolder } from "./cache-folder.ts";
import { writeFolderDurably } from "./durable.ts";
import { formatRow, type MetricsRow, readMetrics } from "./metrics-log.ts";

/** A trained teacher: its weights, and what was logged on the way. */
export interface TrainedTeacher {
  readonly weights: NDArrays;
  readonly metrics: readonly MetricsRow[];
}

const weightsFile = "weights.safetensors";
const metricsFile = "metrics.jsonl";

/** Where trained teachers are kept for other runs, by the hash of all that made them. */
export const teacherCache = (hash: string): string => join(cacheFolder(), "teachers", hash);

/** Saves a teacher as a folder that appears at once; one that is already there is kept. */
export async function saveTeacher(folder: string, { weights, metrics }: TrainedTeacher): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  try {
    await writeFolderDurably(folder, {
      [weightsFile]: encodeSafetensors(weights),
      [metricsFile]: metrics.map(formatRow).join(""),
    });
  } catch (error) {
    // Another run may have trained the same teacher meanwhile.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** The teacher of a folder, or undefined where there is none. */
export async function loadTeacher(folder: string): Promise<TrainedTeacher | undefined> {
  const path = join(folder, weightsFile);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  return { weights: decodeSafetensors(bytes, path).arrays, metrics: await readMetrics(join(folder, metricsFile)) };
}
