import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { shellPath, TweedieError } from "@tweedie/core";
import type { Study, StudyOptions, StudyReader } from "@tweedie/study";

/** Default folder of sweeps. */
export const sweepsFolder = "sweeps";

const isSweep = (folder: string): boolean => existsSync(join(folder, "sweep.yaml"));

/** Lists the names of the sweeps below `sweeps`. */
export const sweepNames = async (): Promise<readonly string[]> =>
  (await readdir(sweepsFolder).catch(() => [])).filter((name) => isSweep(join(sweepsFolder, name)));

/** Folder of a sweep that the user named: a name below `sweeps`, or the folder itself. Undefined if there is none. */
export const sweepFolder = (name: string): string | undefined => [join(sweepsFolder, name), name].find(isSweep);

/** Finds the folder of a sweep that the user named. */
async function findSweep(name: string): Promise<string> {
  const found = sweepFolder(name);
  if (found !== undefined) return found;
  const { suggest } = await import("@tweedie/config");
  const fix = /\.ya?ml$/.test(name)
    ? `\`tweedie sweep ${shellPath(name)}\` starts the sweep of this file`
    : (suggest(name, await sweepNames(), "sweeps") ?? "`tweedie sweep FILE` starts a sweep");
  throw new TweedieError({ where: name, what: "no such sweep", fix });
}

/** Converts the option `--lease` from seconds to milliseconds. */
export const leaseInMilliseconds = ({ lease }: { readonly lease?: number }): { readonly lease?: number } =>
  lease === undefined ? {} : { lease: 1_000 * lease };

/**
 * Opens a sweep that the user named, to run its trials.
 *
 * @throws TweedieError with the nearest name.
 */
export async function openSweep(name: string, options: StudyOptions): Promise<Study> {
  const folder = await findSweep(name);
  const { openStudy } = await import("@tweedie/study");
  return openStudy(folder, options);
}

/**
 * Opens a sweep that the user named, for reading. Runs none of its plugins.
 *
 * @throws TweedieError with the nearest name.
 */
export async function viewSweep(name: string): Promise<StudyReader> {
  const folder = await findSweep(name);
  const { readStudy } = await import("@tweedie/study");
  return readStudy(folder);
}
