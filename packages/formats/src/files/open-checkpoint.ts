import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { TweedieError } from "@tweedie/core";
import { type FileInParts, fileInParts, fileLimits } from "@tweedie/core/files";
import type { Checkpoint } from "../checkpoints/checkpoint.ts";
import { readDiffusersFolder } from "../checkpoints/diffusers-checkpoint.ts";
import { readCheckpoint } from "../checkpoints/read-checkpoint.ts";

/** A checkpoint on the disk. Its tensors are read from there on demand. */
export interface CheckpointOnDisk extends Checkpoint {
  readonly path: string;
  /** Paths of the files that it was read from: `path` itself, or paths from the folder `path`. */
  readonly files: readonly string[];
  /** Bytes of these files. */
  readonly bytes: number;
  /** SHA-256 of the file, or of the names and SHA-256 of `files`: it changes with any byte of them. */
  readonly digest: string;
}

/** Bytes between two turns of the event loop, so that signals and timers are served. */
const chunkBytes = 2 ** 24;

/** Folders of a pipeline that are searched. */
const subfolders = ["unet", "transformer", "scheduler"];

/**
 * Opens a checkpoint: a file (pickle, torch, safetensors) or a folder of diffusers. It reads names, shapes and settings, and every byte
 * for the digest; nothing of it is executed.
 *
 * @throws TweedieError naming the file, if it is damaged or has something else than tensors and plain settings.
 */
export async function openCheckpoint(path: string): Promise<CheckpointOnDisk> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new TweedieError({ where: path, what: "does not exist" });
  return stats.isDirectory() ? openFolder(path) : openFile(path);
}

async function openFile(path: string): Promise<CheckpointOnDisk> {
  const source = fileInParts(path, fileLimits.checkpoint);
  const checkpoint = readCheckpoint(source, path);
  return { ...checkpoint, path, files: [path], bytes: source.size, digest: await digestOf(source) };
}

async function openFolder(path: string): Promise<CheckpointOnDisk> {
  const paths = new Set(await filesIn(path));
  const opened = new Map<string, FileInParts>();
  const checkpoint = readDiffusersFolder({
    where: path,
    paths,
    place: (file) => join(path, file),
    open(file) {
      const source = fileInParts(join(path, file), fileLimits.checkpoint);
      opened.set(file, source);
      return source;
    },
  });
  const digests: [string, string][] = [];
  for (const [file, source] of opened) digests.push([file, await digestOf(source)]);
  digests.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...checkpoint,
    path,
    files: [...opened.keys()],
    bytes: [...opened.values()].reduce((sum, { size }) => sum + size, 0),
    digest: createHash("sha256").update(JSON.stringify(digests)).digest("hex"),
  };
}

/** Paths with `/` of the files of a folder and of the subfolders of a pipeline. */
async function filesIn(path: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name } of await readdir(path, { withFileTypes: true })) {
    if (!subfolders.includes(name)) found.push(name);
    else if (statSync(join(path, name)).isDirectory()) {
      found.push(...(await readdir(join(path, name))).map((file) => `${name}/${file}`));
    }
  }
  return found;
}

async function digestOf(source: FileInParts): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < source.size; at += chunkBytes) {
    hash.update(source.read(at, Math.min(chunkBytes, source.size - at)));
    await nextTurn();
  }
  return hash.digest("hex");
}
