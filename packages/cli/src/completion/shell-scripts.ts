import { readFileSync } from "node:fs";

/** Shells for which there is a completion script. */
export const completionShells = ["bash", "zsh", "fish"] as const;
export type CompletionShell = (typeof completionShells)[number];

/** The completion script of a shell. It calls `tweedie complete`, and completes file names if that prints nothing. */
export const completionScript = (shell: CompletionShell): string =>
  readFileSync(new URL(`../../completion/tweedie.${shell}`, import.meta.url), "utf8");
