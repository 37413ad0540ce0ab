import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type NDArrays, TweedieError } from "@tweedie/core";
import { fileLimits, readRegularFile, readRegularText } from "@tweedie/core/files";
import { decodeSafetensors, encodeSafetensors } from "@tweedie/formats";
import { z } from "zod";
import { writeFolderDurably } from "./write-durably.ts";
import { type Phase, phases } from "./phase.ts";

/** Position of a run, and all weights, moments and averages that it needs to continue. */
export interface Checkpoint {
  readonly phase: Phase;
  /** Number of completed steps of the phase. */
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

/** Saves a checkpoint, then deletes all but the newest `keep`. When it resolves, the checkpoint survives a power failure. */
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
  for (const old of (await listCheckpoints(folder)).slice(keep))
    await rm(join(folder, old), { recursive: true, force: true });
}

/**
 * Loads the newest intact checkpoint, or returns undefined if none was ever saved.
 *
 * A damaged checkpoint is renamed and reported through `warn`, and the one before it is loaded.
 *
 * @throws TweedieError if all checkpoints are damaged, because a run must not silently start again
 */
export async function loadCheckpoint(folder: string, warn: (message: string) => void): Promise<Checkpoint | undefined> {
  const names = await listCheckpoints(folder);
  for (const name of names) {
    const path = join(folder, name);
    try {
      return await readCheckpoint(path);
    } catch (error) {
      await rename(path, join(folder, damagedPrefix + name));
      warn(`${path} is damaged (${(error as Error).message}); it was renamed to ${damagedPrefix}${name}`);
    }
  }
  const damaged = (await entriesOf(folder)).some((name) => name.startsWith(damagedPrefix));
  if (!damaged) return undefined;
  throw new TweedieError({
    where: folder,
    what: "all checkpoints are damaged",
    fix: "start again in another folder with --out, or restore the folder from a copy",
  });
}

/** Lists the names of checkpoints, newest first. */
async function listCheckpoints(folder: string): Promise<string[]> {
  const order = (name: string) => `${phases.indexOf(name.slice(0, -10) as Phase)}${name.slice(-9)}`;
  return (await entriesOf(folder))
    .filter((name) => folderPattern.test(name))
    .sort((a, b) => (order(a) < order(b) ? 1 : -1));
}

const entriesOf = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });

async function readCheckpoint(path: string): Promise<Checkpoint> {
  const manifest = manifestSchema.parse(
    JSON.parse(await readRegularText(join(path, "manifest.json"), fileLimits.json)),
  );
  const bytes = await readRegularFile(join(path, stateFile), fileLimits.arrays);
  const expected = manifest.files[stateFile];
  if (bytes.length !== expected?.bytes) throw new Error(`${stateFile} has ${bytes.length} bytes`);
  if (sha256(bytes) !== expected.sha256) throw new Error(`${stateFile} does not match its checksum`);
  const { arrays } = decodeSafetensors(bytes, join(path, stateFile));
  return { phase: manifest.phase, step: manifest.step, state: arrays };
}
