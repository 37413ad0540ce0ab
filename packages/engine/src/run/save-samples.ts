import { createFolder } from "@tweedie/core/files";
import { type NDArray, rows } from "@tweedie/core";
import { writeListed } from "../checksums/listed-digests.ts";
import type { RunFolder } from "./run-folder.ts";

/** Number of samples of a set that are saved, the first ones. */
export const savedSamples = 1_024;

/** Name of the samples of an evaluation, without extension. */
export const samplesOfStep = (step: number): string => `student-${String(step).padStart(9, "0")}`;

/** Saves the first `limit` samples as `samples/NAME.npy` for the report. */
export async function saveSamples(
  folder: RunFolder,
  name: string,
  samples: NDArray,
  limit = savedSamples,
): Promise<void> {
  await createFolder(folder.samples);
  const { encodeNpy } = await import("@tweedie/formats");
  const saved = rows(samples, 0, Math.min(limit, samples.shape[0]!));
  await writeListed(folder.samples, `${name}.npy`, encodeNpy(saved));
}
