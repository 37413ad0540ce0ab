import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../child.ts";
import { run } from "../command.ts";
import { compareResume } from "../compare-resume.ts";

const steps = 60;
const experiment = [
  "experiments/mixture/sid.yaml",
  ...[`pretrain.steps=${steps}`, "pretrain.batch=128", `distill.steps=${steps}`, "distill.batch=128"],
  ...[`evaluate.every=${steps}`, "evaluate.samples=500", "log.every=10", "checkpoint.every=20"],
];

/** Largest difference of a metric of the run from the CPU's, relative to the CPU's. */
const tolerance = 0.05;

/**
 * Runs a short experiment by the command, on TensorFlow and on the CPU, and once more with a kill. Returns one line.
 *
 * @throws Error if a metric differs, or if the run that was killed and resumed wrote other bytes
 */
export async function compareRuns(environment: Environment): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-devices-"));
  try {
    // Each teacher is trained in its own run.
    const prepare = () => {
      rmSync(join(environment["TWEEDIE_CACHE"]!, "teachers"), { recursive: true, force: true });
    };
    const options = ["--threads", "1"];
    prepare();
    await run([...experiment, "--backend", "ort", ...options, "--out", join(folder, "cpu")], { environment });
    const args = [...experiment, "--backend", "tensorflow", ...options];
    await compareResume({ args, steps, environment, folder, prepare });
    const difference = compareMetrics(metricsOf(folder, "whole"), metricsOf(folder, "cpu"));
    return `a run's metrics within ${(100 * difference).toPrecision(1)} % of the CPU's, killed and resumed bit for bit`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Metrics = Readonly<Record<string, number>>;

const metricsOf = (folder: string, out: string): Metrics =>
  (JSON.parse(readFileSync(join(folder, out, "status.json"), "utf8")) as { metrics: Metrics }).metrics;

function compareMetrics(got: Metrics, expected: Metrics): number {
  const differences = Object.entries(expected).map(([name, value]) => {
    const difference = Math.abs(got[name]! - value) / Math.max(Math.abs(value), 1e-6);
    if (!(difference <= tolerance)) throw new Error(`the metric ${name} is ${got[name]}; on the CPU it is ${value}`);
    return difference;
  });
  if (differences.length === 0) throw new Error("the run has no metrics");
  return Math.max(...differences);
}
