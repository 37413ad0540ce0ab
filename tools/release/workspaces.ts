import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the repository. */
export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The fields of a package.json that publishing reads. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly imports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A package of the repository. */
export interface Workspace {
  /** Folder, from the root of the repository: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Returns all packages of the repository: those in `packages/` and in `plugins/`. */
export function workspaces(): readonly Workspace[] {
  return ["packages", "plugins"].flatMap((parent) =>
    readdirSync(join(repository, parent)).map((name) => {
      const folder = `${parent}/${name}`;
      const manifest = JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8")) as Manifest;
      return { folder, manifest };
    }),
  );
}
