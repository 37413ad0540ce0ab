import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StepModel } from "../step-model.ts";

/** Models in a folder, each with what it is called by. What cannot be read or written is as good as not there. */
export interface ModelCache {
  read(key: string): StepModel | undefined;
  write(key: string, model: StepModel): void;
}

const ending = ".step";
/** Sweeps start many processes on a few steps; of a thousand experiments the last ones are kept. */
const modelsAtMost = 64;

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export function createModelCache(folder: string): ModelCache {
  return {
    read: (key) => attempt(() => decode(readFileSync(join(folder, key + ending)))),
    write(key, model) {
      attempt(() => {
        mkdirSync(folder, { recursive: true });
        const draft = join(folder, `${key}.${process.pid}.draft`);
        writeFileSync(draft, encode(model));
        renameSync(draft, join(folder, key + ending));
        forgetOldest(folder);
      });
    },
  };
}

/** A line of JSON, and the model. */
function encode({ model, ...names }: StepModel): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...names, sha256: sha256(model) })}\n`), model]);
}

function decode(bytes: Buffer): StepModel | undefined {
  const end = bytes.indexOf(10);
  const { sha256: expected, ...names } = JSON.parse(bytes.toString("utf8", 0, end)) as StepModel & { sha256: string };
  const model = new Uint8Array(bytes.subarray(end + 1));
  return sha256(model) === expected ? { ...names, model } : undefined;
}

function forgetOldest(folder: string): void {
  const ages = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return attempt(() => [{ path, time: statSync(path).mtimeMs }]) ?? []; // another process may have removed it
  });
  const old = ages.sort((a, b) => b.time - a.time).slice(modelsAtMost);
  for (const { path } of old) rmSync(path, { force: true });
}

/** The result, or nothing where the disk or a damaged file is in the way: what is kept here can be made again. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
