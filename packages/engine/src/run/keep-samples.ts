import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type NDArray, rows } from "@tweedie/core";
import { encodeNpy } from "@tweedie/formats";
import { writeDurably } from "./durable.ts";
import type { RunFolder } from "./run-folder.ts";

/** Keeps samples as a file for the report, the first of them: metrics have seen all. */
export async function keepSamples(folder: RunFolder, name: string, samples: NDArray, most = 1_024): Promise<void> {
  await mkdir(folder.samples, { recursive: true });
  const kept = rows(samples, 0, Math.min(most, samples.shape[0]!));
  await writeDurably(join(folder.samples, `${name}.npy`), encodeNpy(kept));
}
