import { join } from "node:path";
import { fileLimits, ifExists, readRegularFile, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { jsonFile } from "../run/json-file.ts";
import { writeFolderDurably } from "../run/write-durably.ts";
import { digestOf, type FileDigest, fileDigestSchema, mismatchOf } from "./digest.ts";
import { parseSealedJson, sealJson } from "./sealed-text.ts";

const manifestFile = "manifest.json";

const manifestSchema = z.looseObject({ format: z.literal(1), files: z.record(z.string(), fileDigestSchema) });

/** Facts about a folder, and the digests of its files. */
export interface FolderManifest {
  readonly files: Readonly<Record<string, FileDigest>>;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Creates a folder with files, facts about them and a manifest with their digests, atomically. The folder must not exist. */
export async function writeFolderWithManifest(
  path: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const digests = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, digestOf(content)]));
  const manifest = sealJson(jsonFile({ format: 1, ...facts, files: digests }));
  await writeFolderDurably(path, { ...files, [manifestFile]: manifest });
}

/** Creates a folder as `writeFolderWithManifest` does. An existing one is kept: another run may have made the same at the same time. */
export async function writeFolderOnce(
  path: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  try {
    await writeFolderWithManifest(path, files);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Reads the manifest of a folder; undefined if it has none. @throws Error if it is damaged */
export async function readManifest(path: string): Promise<FolderManifest | undefined> {
  const text = await ifExists(readRegularText(join(path, manifestFile), fileLimits.json));
  if (text === undefined) return undefined;
  try {
    const { format: _, files, ...facts } = manifestSchema.parse(parseSealedJson(text));
    return { files, facts };
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? "it has another content" : (cause as Error).message;
    throw new Error(`${manifestFile} is damaged: ${problem}`, { cause });
  }
}

/** Reads a file of a folder and compares it with the manifest. @throws Error if it differs */
export async function readListedFile(path: string, name: string, { files }: FolderManifest): Promise<Buffer> {
  const bytes = await readRegularFile(join(path, name), fileLimits.arrays);
  const expected = files[name];
  const mismatch = expected ? mismatchOf(bytes, expected) : "is not in the manifest";
  if (mismatch !== undefined) throw new Error(`${name} ${mismatch}`);
  return bytes;
}
