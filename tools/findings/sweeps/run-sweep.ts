import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../docs/documents.ts";

/** Runs a sweep of `experiments/findings`, or continues it, with a worker a core. */
export async function runSweep(name: string, folder: string, overrides: readonly string[]): Promise<void> {
  const command = ["sweep", join(root, "experiments/findings", `${name}.yaml`), "--out", folder, ...overrides];
  const child = spawn(process.execPath, [join(root, "packages/cli/bin/tweedie.mjs"), ...command], { stdio: "inherit" });
  const code = await new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  // A sweep with trials that diverged or failed exits with 1. The table shows them.
  if (code !== 0 && code !== 1) throw new Error(`the sweep ${name} ended with ${String(code)}`);
}
