import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Folder of the cache shared by all runs: `TWEEDIE_CACHE`, or `tweedie` in the user's cache folder. `strip-types.mjs` has the same rule.
 *
 * Returns undefined for a user without a home folder, as containers have them: nothing is cached then.
 */
export function cacheFolder(
  { TWEEDIE_CACHE, XDG_CACHE_HOME = "" } = process.env,
  home = homeFolder,
): string | undefined {
  if (TWEEDIE_CACHE) return TWEEDIE_CACHE;
  // The XDG specification ignores relative paths.
  if (isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, "tweedie");
  const folder = home();
  return folder === undefined ? undefined : join(folder, ".cache", "tweedie");
}

/** Path in the cache folder; undefined if there is none. */
export function cachePath(...names: readonly string[]): string | undefined {
  const folder = cacheFolder();
  return folder === undefined ? undefined : join(folder, ...names);
}

/** The user's home folder. Node throws if neither HOME nor the list of users has one. */
function homeFolder(): string | undefined {
  try {
    const folder = homedir();
    return isAbsolute(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}
