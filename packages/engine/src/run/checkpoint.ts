import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type NDArrays, TweedieError } from "@tweedie/core";
import { decodeSafetensors, encodeSafetensors } from "@tweedie/formats";
import { z } from "zod";
import { writeFolderDurably } from "./durable.ts";
import { type Phase, phases } from "./phase.ts";

/** Where a run stands, and all weights and moments that it needs to go on. */
export interface Checkpoint {
  readonly phase: Phase;
  /** Steps done in this phase. */
  readonly step: number;
  readonly state: NDArrays;
}

const manifestSchema = z.strictObject({
  format: z.literal(1),
  phase: z.enum(phases),
  step: z.int().min(0),
  files: z.record(z.string(), z.strictObject({ bytes: z.int(), sha256: z.string() })),
});

const damagedPrefix = "damaged-";
const stateFile = "state.safetensors";
const folderOf = ({ phase, step }: Pick<Checkpoint, "phase" | "step">) => `${phase}-${String(step).padStart(9, "0")}`;
const folderPattern = new RegExp(`^(${phases.join("|")})-\\d{9}$`);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Saves a checkpoint, then drops all but the newest `keep`. When it returns, the checkpoint survives a power cut. */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint, keep: number): Promise<void> {
  const { phase, step, state } = checkpoint;
  const bytes = encodeSafetensors(state);
  const manifest: z.input<typeof manifestSchema> = {
    format: 1,
    phase,
    step,
    files: { [stateFile]: { bytes: bytes.length, sha256: sha256(bytes) } },
  };
  await mkdir(folder, { recursive: true });
  const path = join(folder, folderOf(checkpoint));
  await rm(path, { recursive: true, force: true });
  await writeFolderDurably(path, { [stateFile]: bytes, "manifest.json": JSON.stringify(manifest, null, 2) });
  for (const old of (await list(folder)).slice(keep)) await rm(join(folder, old), { recursive: true, force: true });
}

/**
 * The newest checkpoint that is whole, or undefined where none was ever saved.
 *
 * A damaged one is set aside under another name, reported through `warn`, and the one before it is taken.
 * Throws when checkpoints exist and none is whole: a run must not silently begin again.
 */
export async function loadCheckpoint(folder: string, warn: (message: string) => void): Promise<Checkpoint | undefined> {
  const names = await list(folder);
  for (const name of names) {
    const path = join(folder, name);
    try {
      return await read(path);
    } catch (error) {
      await rename(path, join(folder, damagedPrefix + name));
      warn(`${path} is damaged (${(error as Error).message}); it was set aside as ${damagedPrefix}${name}`);
    }
  }
  const damaged = (await entries(folder)).some((name) => name.startsWith(damagedPrefix));
  if (!damaged) return undefined;
  throw new TweedieError({
    where: folder,
    what: "all checkpoints are damaged",
    fix: "begin again in another folder with --out, or restore the folder from a copy",
  });
}

/** Names of checkpoints, newest first. */
async function list(folder: string): Promise<string[]> {
  const age = (name: string) => `${phases.indexOf(name.slice(0, -10) as Phase)}${name.slice(-9)}`;
  return (await entries(folder)).filter((name) => folderPattern.test(name)).sort((a, b) => (age(a) < age(b) ? 1 : -1));
}

const entries = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });

async function read(path: string): Promise<Checkpoint> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(path, "manifest.json"), "utf8")));
  const bytes = await readFile(join(path, stateFile));
  const expected = manifest.files[stateFile];
  if (bytes.length !== expected?.bytes) throw new Error(`${stateFile} has ${bytes.length} bytes`);
  if (sha256(bytes) !== expected.sha256) throw new Error(`${stateFile} does not match its checksum`);
  const { arrays } = decodeSafetensors(bytes, join(path, stateFile));
  return { phase: manifest.phase, step: manifest.step, state: arrays };
}
