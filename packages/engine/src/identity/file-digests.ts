import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ifExists } from "@tweedie/core/files";
import { z } from "zod";
import { sha256 } from "../checksums/digest.ts";

/** Digests of files by their absolute paths. A folder of many files has one digest; `files` is their number. */
export const fileDigestsSchema = z.record(
  z.string(),
  z.object({ sha256: z.string(), files: z.int().positive().optional() }),
);
export type FileDigests = z.output<typeof fileDigestsSchema>;

/** Number of files of a folder up to which each has its own digest, so that messages can name the one that changed. */
const maxListed = 100;

/** Digests by path, and the state of the file that they were computed from. A file whose state is the same is not read again. */
const known = new Map<string, { readonly state: string; readonly sha256: string }>();

/** Computes the digests of files, and of all files in folders but hidden ones. Paths that do not exist are left out. */
export async function digestFiles(paths: Iterable<string>): Promise<FileDigests> {
  const digests: FileDigests = {};
  for (const path of paths) Object.assign(digests, await digestsAt(path));
  return digests;
}

async function digestsAt(path: string): Promise<FileDigests> {
  const files = await filesIn(path);
  const listed: FileDigests = {};
  for (const file of files) listed[file] = { sha256: await digestOfFile(file) };
  if (files.length <= maxListed) return listed;
  const names = files.map((file) => [file.slice(path.length), listed[file]!.sha256]);
  return { [path]: { sha256: sha256(JSON.stringify(names)), files: files.length } };
}

/** The path itself if it is a regular file, or the regular files below it, sorted. */
async function filesIn(path: string): Promise<readonly string[]> {
  const stats = await ifExists(stat(path));
  if (stats?.isFile()) return [path];
  if (!stats?.isDirectory()) return [];
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  const inside: string[] = [];
  for (const name of names) inside.push(...(await filesIn(join(path, name))));
  return inside;
}

async function digestOfFile(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  const state = [dev, ino, size, mtimeNs, ctimeNs].join();
  const before = known.get(path);
  if (before?.state === state) return before.sha256;
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  const digest = hash.digest("hex");
  known.set(path, { state, sha256: digest });
  return digest;
}
