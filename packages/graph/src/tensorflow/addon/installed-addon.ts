import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TweedieError } from "@tweedie/core";
import { cachePath } from "@tweedie/core/files";

/** The addon's source text that is compiled together with that of @tensorflow/tfjs-node-gpu. */
export const addonSource = fileURLToPath(new URL("addon.cc", import.meta.url));

/** Place of the built addon of TensorFlow, and its parts. */
export interface InstalledAddon {
  /** Path of the addon. */
  readonly path: string;
  /** Folder of the Python package `tensorflow`, whose libraries the addon loads. */
  readonly tensorflow: string;
  /** Folder of the npm package @tensorflow/tfjs-node-gpu. */
  readonly npmPackage: string;
  /** Digest of this package's own source text. */
  readonly source: string;
}

export const sourceDigest = (): string => createHash("sha256").update(readFileSync(addonSource)).digest("hex");

export const buildCommand = "tweedie backend build tensorflow";

/**
 * Folder of the addon. It is the user's, so that `npm ci` does not remove it.
 *
 * @throws TweedieError for a user without a cache folder.
 */
export function addonFolder(): string {
  const folder = cachePath("backends", "tensorflow");
  if (folder !== undefined) return folder;
  const what = "there is no folder for the built addon, because the user has no home folder";
  throw new TweedieError({ where: "backend tensorflow", what, fix: "set TWEEDIE_CACHE to a writable folder" });
}

export const addonFile = "addon.node";
export const manifestFile = "addon.json";

/** The addon that was built; undefined if there is none. */
function installedAddon(folder = addonFolder()): InstalledAddon | undefined {
  const manifest = join(folder, manifestFile);
  if (!existsSync(manifest)) return undefined;
  return { ...(JSON.parse(readFileSync(manifest, "utf8")) as InstalledAddon), path: join(folder, addonFile) };
}

/**
 * The addon that was built, if it can be used.
 *
 * @throws TweedieError with the command that builds it.
 */
export function requireAddon(): InstalledAddon {
  const addon = installedAddon();
  const what = whyUnusable(addon);
  if (addon && what === undefined) return addon;
  throw new TweedieError({ where: "backend tensorflow", what: what!, fix: `${buildCommand}, or --backend ort` });
}

function whyUnusable(addon: InstalledAddon | undefined): string | undefined {
  if (!addon) return "its addon has not been built";
  if (addon.source !== sourceDigest()) return "its addon was built by another version of Tweedie";
  if (!existsSync(addon.tensorflow)) return `TensorFlow is no longer in ${addon.tensorflow}`;
  return undefined;
}
