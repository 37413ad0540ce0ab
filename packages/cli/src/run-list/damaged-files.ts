import type { Output } from "../terminal/terminal.ts";
import type { RunEntry } from "./run-entry.ts";

/** Prints a warning for each damaged file of runs that are shown. */
export function warnOfDamage(entries: readonly RunEntry[], stderr: Output): void {
  for (const problem of entries.flatMap(({ problems }) => problems))
    stderr.write(`${stderr.colors.yellow("warning")} ${problem}\n`);
}
