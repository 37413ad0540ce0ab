import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TrackedRun } from "@tweedie/core";
import { createFolder } from "@tweedie/core/files";
import type { WandbSettings } from "./settings.ts";

type Place = Pick<WandbSettings, "folder">;

/** Folder with the folders of offline runs: `wandb` in WANDB_DIR, or in the tracker's folder. */
const parentOf = (run: TrackedRun, { folder = run.folder }: Place): string => join(folder, "wandb");

/** Finds the folder of an offline run; undefined if there is none. */
async function findFolder(parent: string, id: string): Promise<string | undefined> {
  const names = await readdir(parent).catch(() => []);
  const name = names.find((each) => each.startsWith("offline-run-") && each.endsWith(`-${id}`));
  return name === undefined ? undefined : join(parent, name);
}

/** Creates the folder `offline-run-20261123_143000-k3f9`, a name that W&B's client requires. A continued run keeps its folder. */
export async function offlineFolder(run: TrackedRun, settings: Place, id: string): Promise<string> {
  const parent = parentOf(run, settings);
  const date = new Date()
    .toISOString()
    .replaceAll(/[-:]|\..*/g, "")
    .replace("T", "_");
  const folder = (await findFolder(parent, id)) ?? join(parent, `offline-run-${date}-${id}`);
  await createFolder(folder);
  return folder;
}

/** Path of the file of an offline run. */
export const offlineFile = (folder: string, id: string): string => join(folder, `run-${id}.wandb`);

/** Marks the file of a run that was offline before as sent, as `wandb sync` does, which then leaves it out. */
export async function markSynced(run: TrackedRun, settings: Place, id: string): Promise<void> {
  const folder = await findFolder(parentOf(run, settings), id);
  if (folder !== undefined) await writeFile(`${offlineFile(folder, id)}.synced`, "").catch(() => undefined);
}
