import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
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
 * Opens a checkpoint as `readCheckpointAt` does, and reads every byte for the digest.
 *
 * @throws TweedieError naming the file, if it is damaged or has something else than tensors and plain settings.
 */
export async function openCheckpoint(path: string): Promise<CheckpointOnDisk> {
  const { checkpoint, opened } = read(path);
  const sources = [...opened.values()];
  return {
    ...checkpoint,
    path,
    files: [...opened.keys()],
    bytes: sources.reduce((sum, { size }) => sum + size, 0),
    digest: opened.has(path) ? await digestOf(sources[0]!) : await digestOfAll(opened),
  };
}

/**
 * Reads a checkpoint: a file (pickle, torch, safetensors) or a folder of diffusers. It reads names, shapes and settings; tensors are read
 * on demand. Nothing of it is executed.
 *
 * @throws TweedieError naming the file, if it is damaged or has something else than tensors and plain settings.
 */
export const readCheckpointAt = (path: string): Checkpoint => read(path).checkpoint;

interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The files that it was read from: `path` itself, or paths from the folder `path`. */
  readonly opened: ReadonlyMap<string, FileInParts>;
}

function read(path: string): OpenedCheckpoint {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new TweedieError({ where: path, what: "does not exist" });
  if (stats.isDirectory()) return readFolder(path);
  const source = fileInParts(path, fileLimits.checkpoint);
  return { checkpoint: readCheckpoint(source, path), opened: new Map([[path, source]]) };
}

function readFolder(path: string): OpenedCheckpoint {
  const opened = new Map<string, FileInParts>();
  const checkpoint = readDiffusersFolder({
    where: path,
    paths: new Set(filesIn(path)),
    place: (file) => join(path, file),
    open(file) {
      const source = fileInParts(join(path, file), fileLimits.checkpoint);
      opened.set(file, source);
      return source;
    },
  });
  return { checkpoint, opened };
}

/** Paths with `/` of the files of a folder and of the subfolders of a pipeline. */
const filesIn = (path: string): readonly string[] =>
  readdirSync(path).flatMap((name) =>
    subfolders.includes(name) && statSync(join(path, name)).isDirectory()
      ? readdirSync(join(path, name)).map((file) => `${name}/${file}`)
      : [name],
  );

async function digestOfAll(opened: ReadonlyMap<string, FileInParts>): Promise<string> {
  const digests: [string, string][] = [];
  for (const [file, source] of opened) digests.push([file, await digestOf(source)]);
  digests.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(digests)).digest("hex");
}

async function digestOf(source: FileInParts): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < source.size; at += chunkBytes) {
    hash.update(source.read(at, Math.min(chunkBytes, source.size - at)));
    await nextTurn();
  }
  return hash.digest("hex");
}
