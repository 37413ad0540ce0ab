import { homedir } from "node:os";
import { join } from "node:path";

/** Folder of the cache shared by all runs: `TWEEDIE_CACHE`, or `tweedie` in the user's cache folder. */
export const cacheFolder = ({ TWEEDIE_CACHE, XDG_CACHE_HOME } = process.env): string =>
  TWEEDIE_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "tweedie");
