import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeNpy } from "@tweedie/formats";
import { type FileContents, temporaryFolder } from "@tweedie/testing/projects";
import { writeReport } from "./write-report.ts";

/** Status of a completed run. */
export const completedStatus = {
  name: "ring-sid",
  status: "completed",
  seed: 3,
  backend: "cpu",
  started: "2026-01-02T03:04:05.000Z",
  seconds: 83.4,
  configHash: "3f9ab2c4",
  version: "0.1.0",
  phase: "distill",
  step: 200,
  samples: 1_024,
  metrics: { sw2: 0.0213 },
  floors: { sw2: 0.0079 },
  baselines: { sw2: 0.312 },
  teacher: { sw2: 0.0093 },
  goals: { sw2: "minimize" },
  warnings: [],
};

/** Rows of a metrics log. */
export const metricsRows = [
  ...[50, 100].map((step) => ({ phase: "pretrain", step, loss: 3 / step })),
  { phase: "distill", step: 0, sw2: 0.6, "sw2.floor": 0.0079, "sw2.teacher": 0.0093 },
  ...[100, 200].map((step) => ({
    phase: "distill",
    step,
    "loss.fakeScore": 2,
    "loss.student": -1 / step,
    sw2: 6 / step,
  })),
];

export const pointSamples = encodeNpy({
  shape: [30, 2],
  data: Float32Array.from({ length: 60 }, (_, i) => Math.sin(i)),
});

export const jsonLines = (lines: readonly unknown[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

/** Files of a completed run. */
export const completedRun = {
  "status.json": JSON.stringify(completedStatus),
  "metrics.jsonl": jsonLines(metricsRows),
  "config.yaml":
    "seed: 3\ndata: { use: datasets/ring, modes: 8 }\nloss: { use: sid/fused, lambda: 0.5 }\ndistill: { batch: 64 }\n",
  "samples/data.npy": pointSamples,
  "samples/teacher.npy": pointSamples,
  "samples/student.npy": pointSamples,
  "samples/student-000000000.npy": pointSamples,
  "samples/student-000000200.npy": pointSamples,
};

/** Writes a run folder `run` with these files, and its report. Returns the page. Call it within a test. */
export async function reportOf(files: FileContents): Promise<string> {
  const root = temporaryFolder(Object.fromEntries(Object.entries(files).map(([path, text]) => [`run/${path}`, text])));
  return readFile(await writeReport(join(root, "run")), "utf8");
}
