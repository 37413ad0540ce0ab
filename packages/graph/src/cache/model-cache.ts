import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StepModel } from "../compile/step-model.ts";

/** Compiled steps in a folder, shared by processes. A file that cannot be read or written counts as missing. */
export interface ModelCache {
  read(key: string): StepModel | undefined;
  write(key: string, model: StepModel): void;
}

const extension = ".step";
/** Number of models that are kept, the most recent ones. Sweeps start many processes, but on few different steps. */
const maxModels = 64;

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export function createModelCache(folder: string): ModelCache {
  return {
    read: (key) => ignoreErrors(() => decode(readFileSync(join(folder, key + extension)))),
    write(key, model) {
      ignoreErrors(() => {
        mkdirSync(folder, { recursive: true });
        const draft = join(folder, `${key}.${process.pid}.draft`);
        writeFileSync(draft, encode(model));
        renameSync(draft, join(folder, key + extension));
        removeOldest(folder);
      });
    },
  };
}

/** File format: one line of JSON (names, checksum of the model), then the model. */
function encode({ model, ...names }: StepModel): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...names, sha256: sha256(model) })}\n`), model]);
}

function decode(bytes: Buffer): StepModel | undefined {
  const end = bytes.indexOf(10);
  const { sha256: expected, ...names } = JSON.parse(bytes.toString("utf8", 0, end)) as StepModel & { sha256: string };
  const model = new Uint8Array(bytes.subarray(end + 1));
  return sha256(model) === expected ? { ...names, model } : undefined;
}

function removeOldest(folder: string): void {
  const ages = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return ignoreErrors(() => [{ path, time: statSync(path).mtimeMs }]) ?? []; // another process may have removed it
  });
  const old = ages.sort((a, b) => b.time - a.time).slice(maxModels);
  for (const { path } of old) rmSync(path, { force: true });
}

/** Returns undefined where the file system or a damaged file throws: everything in the cache can be compiled again. */
function ignoreErrors<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
