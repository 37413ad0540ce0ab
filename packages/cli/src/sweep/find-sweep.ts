import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { Study } from "@tweedie/study";

/** Where sweeps lie if nothing else is said. */
export const sweepsFolder = "sweeps";

const isSweep = (folder: string): boolean => existsSync(join(folder, "sweep.yaml"));

/** The names of the sweeps below `sweeps`. */
export const sweepNames = async (): Promise<readonly string[]> =>
  (await readdir(sweepsFolder).catch(() => [])).filter((name) => isSweep(join(sweepsFolder, name)));

/** The folder of a sweep that a person names: the folder itself, or a name below `sweeps`. */
async function findSweep(word: string): Promise<string> {
  const found = [join(sweepsFolder, word), word].find(isSweep);
  if (found !== undefined) return found;
  const { suggest } = await import("@tweedie/config");
  const names = await sweepNames();
  const fix = /\.ya?ml$/.test(word)
    ? `\`tweedie sweep ${word}\` begins the sweep of a file`
    : suggest(word, names, "sweeps");
  throw new TweedieError({ where: word, what: "there is no such sweep", fix });
}

/** How long an agent may be silent, by the command line in seconds. */
export const leaseOf = ({ lease }: { readonly lease?: number }): { readonly lease?: number } =>
  lease === undefined ? {} : { lease: 1_000 * lease };

/** The sweep that a person names. */
export async function openSweep(word: string, flags: { readonly lease?: number } = {}): Promise<Study> {
  const folder = await findSweep(word);
  const { openStudy } = await import("@tweedie/study");
  return openStudy(folder, leaseOf(flags));
}
