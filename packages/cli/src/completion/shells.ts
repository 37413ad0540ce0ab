import { readFileSync } from "node:fs";

/** Shells that there is a script for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** What a shell reads to complete. It asks `tweedie complete` for the words that fit, and takes files where there are none. */
export const scriptFor = (shell: Shell): string =>
  readFileSync(new URL(`../../completion/tweedie.${shell}`, import.meta.url), "utf8");
