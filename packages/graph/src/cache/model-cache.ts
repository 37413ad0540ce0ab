import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolderSync } from "@tweedie/core/files";
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
        createFolderSync(folder);
        const draft = join(folder, `${key}.${process.pid}.draft`);
        writeFileSync(draft, encode(model));
        renameSync(draft, join(folder, key + extension));
        removeOldest(folder);
      });
    },
  };
}

/** File format: the SHA-256 of all that follows, one line of JSON (names), and the model. */
function encode({ model, ...names }: StepModel): Uint8Array {
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(names)}\n`), model]);
  return Buffer.concat([Buffer.from(`${sha256(content)}\n`), content]);
}

/** Decodes a file. Returns undefined if it is damaged; the model is then compiled again. */
function decode(bytes: Buffer): StepModel | undefined {
  const content = bytes.subarray(bytes.indexOf(10) + 1);
  if (bytes.toString("latin1", 0, bytes.length - content.length) !== `${sha256(content)}\n`) return undefined;
  const end = content.indexOf(10);
  const names = JSON.parse(content.toString("utf8", 0, end)) as Omit<StepModel, "model">;
  return { ...names, model: new Uint8Array(content.subarray(end + 1)) };
}

function removeOldest(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(extension));
  const ages = names.flatMap((name) => {
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
