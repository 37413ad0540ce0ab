export * from "./check-roles.ts";
export type { CheckReport, Problem, SkippedCheck } from "./run-suite.ts";
export * from "./setup.ts";
export type { DatasetSetup } from "./roles/dataset.ts";
export type { DenoiserPlugin } from "./roles/denoiser.ts";
export type { MetricSetup } from "./roles/metric.ts";
export type { TrackerSetup } from "./roles/tracker.ts";
