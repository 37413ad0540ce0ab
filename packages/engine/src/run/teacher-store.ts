import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { NDArrays } from "@tweedie/core";
import { fileLimits, readRegularFile } from "@tweedie/core/files";
import { decodeSafetensors, encodeSafetensors } from "@tweedie/formats";
import { cacheFolder } from "./cache-folder.ts";
import { writeFolderDurably } from "./write-durably.ts";
import { formatRow, type MetricsRow, readMetrics } from "./metrics-log.ts";

/** A trained teacher: its weights and the log of its training. */
export interface TrainedTeacher {
  readonly weights: NDArrays;
  readonly metrics: readonly MetricsRow[];
}

/** Origin of a teacher's weights: a closed form, this run's folder, the cache, or training in this run. */
export type TeacherSource = "closed-form" | "run" | "cache" | "trained";

const weightsFile = "weights.safetensors";
const metricsFile = "metrics.jsonl";

/** Cache folder of a trained teacher, by `teacherHash`. */
export const teacherCacheFolder = (hash: string): string => join(cacheFolder(), "teachers", hash);

/** Saves a teacher as a folder, atomically. An existing folder is kept. */
export async function saveTeacher(folder: string, { weights, metrics }: TrainedTeacher): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  try {
    await writeFolderDurably(folder, {
      [weightsFile]: encodeSafetensors(weights),
      [metricsFile]: metrics.map(formatRow).join(""),
    });
  } catch (error) {
    // Another run may have trained the same teacher at the same time.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Loads the teacher of a folder, or returns undefined if there is none. */
export async function loadTeacher(folder: string): Promise<TrainedTeacher | undefined> {
  const path = join(folder, weightsFile);
  const bytes = await readRegularFile(path, fileLimits.arrays).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  return { weights: decodeSafetensors(bytes, path).arrays, metrics: await readMetrics(join(folder, metricsFile)) };
}
