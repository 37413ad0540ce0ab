import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

type Dependencies = Record<string, string>;

/** Vite as in this repository: 8.4.0, which Vitest accepts too, has an optional dependency that is not published, so `npm ci` fails. */
const vite = (createRequire(import.meta.url)("vite/package.json") as { readonly version: string }).version;

/**
 * Replaces the versions of Tweedie's packages in a package.json by archives, as if they were published: `tweedie` where it is a
 * dependency, and the packages behind it by `overrides`.
 */
export function useArchives(folder: string, archives: ReadonlyMap<string, string>): void {
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  const tweedie = `file:${archives.get("tweedie")!}`;
  for (const key of ["dependencies", "devDependencies"]) {
    const dependencies = manifest[key] as Dependencies | undefined;
    if (dependencies?.["tweedie"]) dependencies["tweedie"] = tweedie;
  }
  const behind = [...archives].filter(([name]) => name !== "tweedie");
  manifest["overrides"] = {
    ...Object.fromEntries(behind.map(([name, archive]) => [name, `file:${archive}`])),
    vite,
  };
  writeFileSync(path, JSON.stringify(manifest, null, 2));
}

/** Creates a folder with a package.json that has one dependency, the archive of `tweedie`. */
export function createDependent(folder: string, archives: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { tweedie: "0" } }));
  useArchives(folder, archives);
}
