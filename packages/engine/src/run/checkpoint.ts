import { readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { type NDArrays, TweedieError } from "@tweedie/core";
import { ifExists } from "@tweedie/core/files";
import { z } from "zod";
import { readListedFile, readManifest, writeFolderWithManifest } from "../checksums/folder-manifest.ts";
import { type Phase, phases } from "./phase.ts";

/** Position of a run, and all weights, moments and averages that it needs to continue. */
export interface Checkpoint {
  readonly phase: Phase;
  /** Number of completed steps of the phase. */
  readonly step: number;
  readonly state: NDArrays;
  /** Text of the run's log up to this step. Version 0.1.0 saved none. */
  readonly log?: string | undefined;
  /** Digest of the run's experiment and of the files that it reads. Version 0.1.0 saved none. */
  readonly identity?: string | undefined;
}

const factsSchema = z.strictObject({
  phase: z.enum(phases),
  step: z.int().min(0),
  identity: z.string().optional(),
});

const damagedPrefix = "damaged-";
const stateFile = "state.safetensors";
const logFile = "metrics.jsonl";
const folderOf = ({ phase, step }: Pick<Checkpoint, "phase" | "step">) => `${phase}-${String(step).padStart(9, "0")}`;
const positionOf = (name: string): Position => ({ phase: name.slice(0, -10) as Phase, step: Number(name.slice(-9)) });
const folderPattern = new RegExp(`^(${phases.join("|")})-\\d{9}$`);

/** Position of a checkpoint in its run. */
export type Position = Pick<Checkpoint, "phase" | "step">;

/** Checkpoints that are kept besides the newest ones, or not counted among them. */
export interface KeepRules {
  /** Tells if a checkpoint is one of those of which the newest are kept. Others are kept until the next save. Default: all are. */
  readonly isRegular?: (position: Position) => boolean;
  /** Steps of the distillation that are kept in any case. Default: none. */
  readonly best?: readonly number[];
}

/**
 * Saves a checkpoint, then deletes all but itself, the newest `keep`, and the best ones. When it resolves, the checkpoint survives a power
 * failure.
 */
export async function saveCheckpoint(
  folder: string,
  checkpoint: Checkpoint,
  keep: number,
  { isRegular = () => true, best = [] }: KeepRules = {},
): Promise<void> {
  const { phase, step, state, log, identity } = checkpoint;
  const path = join(folder, folderOf(checkpoint));
  await rm(path, { recursive: true, force: true });
  const { encodeSafetensors } = await import("@tweedie/formats");
  const files = { [stateFile]: encodeSafetensors(state), ...(log !== undefined && { [logFile]: log }) };
  await writeFolderWithManifest(path, files, { phase, step, identity });
  const names = await listCheckpoints(folder);
  const kept = new Set([
    ...names.filter((name) => isRegular(positionOf(name))).slice(0, keep),
    ...[checkpoint, ...best.map((step) => ({ phase: "distill" as const, step }))].map(folderOf),
  ]);
  for (const old of names.filter((name) => !kept.has(name)))
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
  for (const name of await listCheckpoints(folder)) {
    const path = join(folder, name);
    try {
      return await readCheckpoint(path, name);
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

/** Loads the newest checkpoint and changes no file. @throws TweedieError if it is damaged */
export async function loadNewestCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const [name] = await listCheckpoints(folder);
  const fix = "`tweedie run` with this folder as --out continues from the checkpoint before it";
  return name === undefined ? undefined : readUndamaged(join(folder, name), fix);
}

/** Steps of the distillation with a checkpoint, in their order. */
export const keptSteps = async (folder: string): Promise<readonly number[]> =>
  (await listCheckpoints(folder))
    .map(positionOf)
    .filter(({ phase }) => phase === "distill")
    .map(({ step }) => step)
    .reverse();

/** Path of a checkpoint of the distillation. */
export const checkpointPath = (folder: string, step: number): string =>
  join(folder, folderOf({ phase: "distill", step }));

/** Loads a checkpoint of the distillation and changes no file. @throws TweedieError if it is damaged */
export const loadCheckpointOfStep = (folder: string, step: number): Promise<Checkpoint> =>
  readUndamaged(checkpointPath(folder, step), "use another checkpoint of this run");

/** Reads a checkpoint. @throws TweedieError with a fix if it is damaged */
async function readUndamaged(path: string, fix: string): Promise<Checkpoint> {
  try {
    return await readCheckpoint(path, basename(path));
  } catch (cause) {
    throw new TweedieError({ where: path, what: `is damaged: ${(cause as Error).message}`, fix }, { cause });
  }
}

/** Identity in the newest checkpoint; undefined if there is none, or if the checkpoint is damaged. */
export async function readIdentity(folder: string): Promise<string | undefined> {
  const [name] = await listCheckpoints(folder);
  const manifest = name === undefined ? undefined : await readManifest(join(folder, name)).catch(() => undefined);
  return factsSchema.safeParse(manifest?.facts).data?.identity;
}

/** Path of the newest checkpoint of a phase; undefined if there is none. */
export async function newestCheckpoint(folder: string, phase: Phase): Promise<string | undefined> {
  const name = (await listCheckpoints(folder)).find((each) => each.startsWith(`${phase}-`));
  return name === undefined ? undefined : join(folder, name);
}

/** Lists the names of checkpoints, newest first. */
async function listCheckpoints(folder: string): Promise<string[]> {
  const order = (name: string) => `${phases.indexOf(name.slice(0, -10) as Phase)}${name.slice(-9)}`;
  return (await entriesOf(folder))
    .filter((name) => folderPattern.test(name))
    .sort((a, b) => (order(a) < order(b) ? 1 : -1));
}

const entriesOf = async (folder: string): Promise<string[]> => (await ifExists(readdir(folder))) ?? [];

async function readCheckpoint(path: string, name: string): Promise<Checkpoint> {
  const manifest = await readManifest(path);
  if (!manifest) throw new Error("it has no manifest");
  const { success, data: facts } = factsSchema.safeParse(manifest.facts);
  if (!success || folderOf(facts) !== name) throw new Error("its manifest is of another checkpoint");
  const { decodeSafetensors } = await import("@tweedie/formats");
  const { arrays } = decodeSafetensors(await readListedFile(path, stateFile, manifest), join(path, stateFile));
  const log = manifest.files[logFile] && (await readListedFile(path, logFile, manifest)).toString();
  return { ...facts, state: arrays, log };
}
