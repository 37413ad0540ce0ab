import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StudyState } from "@tweedie/study";

const tweedie = fileURLToPath(new URL("../../packages/cli/bin/tweedie.mjs", import.meta.url));

/** State of a sweep, from `tweedie sweep status --json`. */
export const statusOf = (sweep: string): StudyState =>
  JSON.parse(
    execFileSync(process.execPath, [tweedie, "sweep", "status", sweep, "--json"], { encoding: "utf8" }),
  ) as StudyState;

/** Deterministic results of a sweep as one text: the table, and digests of the log and the final weights of every trial. */
export function resultsOf(sweep: string): string {
  const { configurations, trials, best } = statusOf(sweep);
  const digest = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return JSON.stringify({
    best,
    configurations: configurations.map(({ values, status, value, spread, count }) => ({
      values,
      status,
      value,
      spread,
      count,
    })),
    trials: trials.map(({ trial, status, metrics, reports, folder }) => {
      const checkpoints = join(folder, "checkpoints");
      const last = readdirSync(checkpoints)
        .filter((name) => name.startsWith("distill"))
        .sort()
        .at(-1)!;
      const bytes = [join(folder, "metrics.jsonl"), join(checkpoints, last, "state.safetensors")].map(digest);
      return { trial, status, metrics, reports, last, bytes };
    }),
  });
}
