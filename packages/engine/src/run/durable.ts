import { open, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes a file so that a reader sees the old content or the new one, and that what returned survives a power cut. */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.tmp-${process.pid}`;
  await writeSynced(temporary, bytes);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Makes a folder of files appear at once: written beside its place, synced, renamed. It must not exist yet. */
export async function writeFolderDurably(
  path: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  const temporary = `${path}.tmp-${process.pid}`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeSynced(join(temporary, name), bytes);
  await syncFolder(temporary);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

async function writeSynced(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
