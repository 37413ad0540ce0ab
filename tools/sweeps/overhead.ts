import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { statusOf } from "./results.ts";

// `npx tsx tools/sweeps/overhead.ts [workers [sweep.yaml]]`: overhead of a sweep. Compares the wall time of the command
// with the sum of the trials' own times divided by the number of workers.

const tweedie = fileURLToPath(new URL("../../packages/cli/bin/tweedie.mjs", import.meta.url));
const [workers = "2", file = "experiments/sweeps/lambda.yaml"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "tweedie-overhead-"));
const out = join(folder, "sweep");
const env = { ...process.env, TWEEDIE_CACHE: join(folder, "cache") };
const begun = performance.now();
execFileSync(process.execPath, [tweedie, "sweep", file, "--parallel", workers, "--out", out], {
  env,
  stdio: "inherit",
});
const wall = (performance.now() - begun) / 1_000;
const seconds = statusOf(out).trials.map((trial) => {
  const text = readFileSync(join(trial.folder, "status.json"), "utf8");
  return (JSON.parse(text) as { readonly seconds: number }).seconds;
});
const own = seconds.reduce((sum, each) => sum + each, 0);
const perWorker = own / Number(workers);
console.log(
  `${seconds.length} trials on ${workers} workers: ${wall.toFixed(1)} s; trials' own times ${own.toFixed(1)} s,` +
    ` divided by the workers ${perWorker.toFixed(1)} s; overhead ${((100 * (wall - perWorker)) / perWorker).toFixed(1)} %`,
);
