import { join } from "node:path";
import { repository, workspaces } from "../release/workspaces.ts";

/** A module that users import: `tweedie`, `tweedie/diffusion`. */
export interface Entry {
  readonly name: string;
  /** Absolute path of its source. */
  readonly file: string;
}

/** Returns the modules of the published package, as its package.json exports them. */
export function publicEntries(): readonly Entry[] {
  const { folder, manifest } = workspaces().find(({ manifest }) => manifest.name === "tweedie")!;
  return Object.entries(manifest.exports).map(([subpath, source]) => ({
    name: `tweedie${subpath.slice(1)}`,
    file: join(repository, folder, source),
  }));
}
