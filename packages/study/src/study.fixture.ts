import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SweepPlan } from "./plan.ts";

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-study-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Three values of one parameter, each with two seeds. */
export const plan: SweepPlan = {
  name: "test",
  experiment: { file: "experiments/mixture/sid.yaml", overrides: [], hash: "" },
  method: { use: "samplers/grid" },
  seed: 0,
  metric: { name: "sw2", goal: "minimize" },
  parameters: [{ name: "loss.lambda", path: "loss.lambda", kind: "choice", values: [0, 0.5, 1] }],
  constants: {},
  repeat: [{ seed: 0 }, { seed: 1 }],
  retries: 0,
  engine: { use: "launchers/local" },
};
