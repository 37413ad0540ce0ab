import { existsSync } from "node:fs";
import { join } from "node:path";
import { type NDArrays, TweedieError } from "@tweedie/core";
import type { z } from "zod";
import { readListedFile, readManifest, writeFolderOnce } from "../checksums/folder-manifest.ts";
import { jsonFile } from "../run/json-file.ts";

/** Numbers that were measured on samples of the teacher, and the first of these samples by the name under which a run saves them. */
export interface TeacherMeasurement<T> {
  readonly numbers: T;
  readonly samples: NDArrays;
}

const numbersFile = "numbers.json";
const samplesFile = "samples.safetensors";

/** Saves a measurement as a folder, atomically. An existing folder is kept. */
export async function saveMeasurement(
  folder: string,
  { numbers, samples }: TeacherMeasurement<unknown>,
): Promise<void> {
  const { encodeSafetensors } = await import("@tweedie/formats");
  await writeFolderOnce(folder, { [numbersFile]: jsonFile(numbers), [samplesFile]: encodeSafetensors(samples) });
}

/** Loads the measurement of a folder; undefined if there is none. @throws TweedieError if a file is damaged */
export async function loadMeasurement<T>(
  folder: string,
  schema: z.ZodType<T>,
): Promise<TeacherMeasurement<T> | undefined> {
  if (!existsSync(folder)) return undefined;
  try {
    const manifest = await readManifest(folder);
    if (!manifest) throw new Error("there is no manifest with checksums");
    const read = (name: string) => readListedFile(folder, name, manifest);
    const { decodeSafetensors } = await import("@tweedie/formats");
    const { arrays } = decodeSafetensors(await read(samplesFile), join(folder, samplesFile));
    return { numbers: schema.parse(JSON.parse((await read(numbersFile)).toString())), samples: arrays };
  } catch (cause) {
    const problem = cause instanceof TweedieError ? cause.what : (cause as Error).message;
    throw new TweedieError({ where: folder, what: `this measurement is damaged: ${problem}` }, { cause });
  }
}
