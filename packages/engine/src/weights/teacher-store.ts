import { existsSync } from "node:fs";
import { join } from "node:path";
import { type NDArrays, type TeacherWeights, TweedieError } from "@tweedie/core";
import { cachePath, fileLimits, readRegularFile } from "@tweedie/core/files";
import { sha256 } from "../checksums/digest.ts";
import { readListedFile, readManifest, writeFolderOnce } from "../checksums/folder-manifest.ts";
import { formatRow, type MetricsRow, parseRows } from "../run/metrics-rows.ts";

/** A trained teacher: its weights and the log of its training. */
export interface TrainedTeacher {
  readonly weights: NDArrays;
  readonly metrics: readonly MetricsRow[];
}

/** Origin of a teacher's weights: a closed form, a file or another run, this run's folder, the cache, or training in this run. */
export type TeacherSource = TeacherWeights | "run" | "cache";

const weightsFile = "weights.safetensors";
const metricsFile = "metrics.jsonl";

/** Cache folder of a trained teacher, by `teacherHash`; undefined if there is no cache. */
export const teacherCacheFolder = (hash: string): string | undefined => cachePath("teachers", hash);

/** Saves a teacher as a folder, atomically. An existing folder is kept. */
export async function saveTeacher(folder: string, { weights, metrics }: TrainedTeacher): Promise<void> {
  const { encodeSafetensors } = await import("@tweedie/formats");
  await writeFolderOnce(folder, {
    [weightsFile]: encodeSafetensors(weights),
    [metricsFile]: metrics.map(formatRow).join(""),
  });
}

/**
 * Loads the teacher of a folder, or returns undefined if there is none. A teacher without a manifest, as version 0.1.0 saved it, is
 * reported through `warn`.
 *
 * @throws TweedieError if a file is damaged
 */
export async function loadTeacher(
  folder: string,
  warn: (message: string) => void,
): Promise<TrainedTeacher | undefined> {
  if (!existsSync(folder)) return undefined;
  try {
    const manifest = await readManifest(folder);
    if (!manifest) warn(`${folder} has no checksums, because version 0.1.0 saved it; it is not verified`);
    const read = (name: string) =>
      manifest ? readListedFile(folder, name, manifest) : readRegularFile(join(folder, name), fileLimits.arrays);
    const { decodeSafetensors } = await import("@tweedie/formats");
    const { arrays } = decodeSafetensors(await read(weightsFile), join(folder, weightsFile));
    const { rows, damaged } = parseRows((await read(metricsFile)).toString());
    if (damaged.length > 0) throw new Error(`line ${damaged[0]} of ${metricsFile} is not a row of the log`);
    return { weights: arrays, metrics: rows };
  } catch (cause) {
    const problem = cause instanceof TweedieError ? cause.what : (cause as Error).message;
    throw new TweedieError({ where: folder, what: `this teacher is damaged: ${problem}` }, { cause });
  }
}

/** Digests of a teacher's weights: of the file, and in its manifest. A damaged teacher has at most one that is right. */
export async function weightDigests(folder: string): Promise<readonly string[]> {
  const file = await readRegularFile(join(folder, weightsFile), fileLimits.arrays).then(sha256, () => undefined);
  const listed = await readManifest(folder).then(
    (manifest) => manifest?.files[weightsFile]?.sha256,
    () => undefined,
  );
  return [file, listed].filter((digest) => digest !== undefined);
}
