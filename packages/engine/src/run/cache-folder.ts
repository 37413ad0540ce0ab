import { homedir } from "node:os";
import { join } from "node:path";

/** Where what one run has made is kept for others: `TWEEDIE_CACHE`, or `tweedie` in the user's cache. */
export const cacheFolder = ({ TWEEDIE_CACHE, XDG_CACHE_HOME } = process.env): string =>
  TWEEDIE_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "tweedie");
