import { mkdirSync, writeFileSync } from "node:fs";
import { jsonFile, type RunStatus, runFolder, sealJson } from "@tweedie/engine";

interface RunSketch {
  readonly status?: Partial<RunStatus>;
  /** Lines of the log. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  /** Text of the configuration. */
  readonly config?: string;
}

/** A row of the distillation's log as a line. */
export const line = (step: number, values: Readonly<Record<string, number>>): string =>
  `${JSON.stringify({ phase: "distill", step, ...values })}\n`;

/** Writes the plain files of a run folder. */
export function writeRun(root: string, { status, rows = [], config = "seed: 0\n" }: RunSketch = {}): void {
  const folder = runFolder(root);
  mkdirSync(folder.samples, { recursive: true });
  writeFileSync(folder.config, config);
  writeFileSync(folder.metrics, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const content: RunStatus = {
    ...{ name: "a", status: "completed", seed: 0, backend: "ort", started: "2026-01-01T00:00:00.000Z", seconds: 9 },
    ...{ configHash: "", version: "0.1.0", phase: "distill", step: 100 },
    ...{ metrics: {}, floors: {}, baselines: {}, teacher: {}, goals: {}, warnings: [] },
    ...status,
  };
  writeFileSync(folder.status, sealJson(jsonFile(content)));
}
