import { existsSync } from "node:fs";
import { join } from "node:path";
import { type NDArray, TweedieError } from "@tweedie/core";
import { readListedFile, readManifest, writeFolderOnce } from "../checksums/folder-manifest.ts";

const file = "samples.safetensors";

/** Saves the teacher's samples of pairs as a folder, atomically. An existing folder is kept. */
export async function savePairs(folder: string, x: NDArray): Promise<void> {
  const { encodeSafetensors } = await import("@tweedie/formats");
  await writeFolderOnce(folder, { [file]: encodeSafetensors({ x }) });
}

/** Loads the samples of a folder; undefined if there is none. @throws TweedieError if the file is damaged */
export async function loadPairs(folder: string): Promise<NDArray | undefined> {
  if (!existsSync(folder)) return undefined;
  try {
    const manifest = await readManifest(folder);
    if (!manifest) throw new Error("there is no manifest with checksums");
    const { decodeSafetensors } = await import("@tweedie/formats");
    return decodeSafetensors(await readListedFile(folder, file, manifest), join(folder, file)).arrays["x"]!;
  } catch (cause) {
    const problem = cause instanceof TweedieError ? cause.what : (cause as Error).message;
    throw new TweedieError({ where: folder, what: `these pairs are damaged: ${problem}` }, { cause });
  }
}
