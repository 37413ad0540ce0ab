import type { RunStatus } from "./run-folder.ts";

/** Status of a completed run without metrics. */
export const finishedStatus: RunStatus = {
  name: "ring",
  status: "completed",
  seed: 0,
  backend: "ort",
  started: "2026-01-01T00:00:00Z",
  seconds: 1,
  configHash: "",
  version: "0.1.0",
  phase: "distill",
  step: 1,
  metrics: {},
  floors: {},
  baselines: {},
  teacher: {},
  goals: {},
  warnings: [],
};
