import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { statusOf } from "./results.ts";

// `npx tsx tools/sweeps/overhead.ts [workers [sweep.yaml [tweedie.mjs [node]]]]`: overhead of a sweep, of the checkout or of an installed
// program. Compares the wall time of the command with the sum of the trials' own times divided by the number of workers. The first of four
// sweeps begins with an empty cache.

const checkout = fileURLToPath(new URL("../../packages/cli/bin/tweedie.mjs", import.meta.url));
const [workers = "2", file = "experiments/sweeps/lambda.yaml", program = checkout, node = process.execPath] =
  process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "tweedie-overhead-"));
const env = { ...process.env, TWEEDIE_CACHE: join(folder, "cache") };

/** Runs the sweep in a new folder and prints its overhead. */
function measure(name: string): void {
  const out = join(folder, name);
  const begun = performance.now();
  execFileSync(node, [program, "sweep", file, "--parallel", workers, "--out", out], { env, stdio: "ignore" });
  const wall = (performance.now() - begun) / 1_000;
  const seconds = statusOf(out).trials.map((trial) => {
    const text = readFileSync(join(trial.folder, "status.json"), "utf8");
    return (JSON.parse(text) as { readonly seconds: number }).seconds;
  });
  const perWorker = seconds.reduce((sum, each) => sum + each, 0) / Number(workers);
  const overhead = (100 * (wall - perWorker)) / perWorker;
  console.log(
    `${name}: ${seconds.length} trials on ${workers} workers: ${wall.toFixed(1)} s; trials' own times divided by the workers ` +
      `${perWorker.toFixed(1)} s; overhead ${overhead.toFixed(1)} %`,
  );
}

for (const name of ["empty-cache", "second", "third", "fourth"]) measure(name);
