import { readFileSync } from "node:fs";

/** Returns the version of the `tweedie` command. */
export const readVersion = (): string =>
  (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;
