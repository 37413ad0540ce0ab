export { noiseBandEdges } from "./diagnostics/noise-bands.ts";
export type { OnEvent, RunEvent } from "./events.ts";
export { type NonDefault as Departure, nonDefaultsOf as departuresOf } from "./experiment/non-defaults.ts";
export type { Experiment, FilledSlot } from "./experiment/experiment.ts";
export {
  experimentSchema,
  extensible,
  inputSchema,
  type JsonSchema,
  pluginBlockSchema,
  reference,
} from "./experiment/json-schema.ts";
export { metricGoals } from "./experiment/metric-goals.ts";
export { slotRoles } from "./experiment/slots.ts";
export { readExperiment, validateExperiment } from "./experiment/validate.ts";
export { type Available, availablePlugins, type NamedPlugin } from "./plugins/available-plugins.ts";
export { findPlugin, type FoundPlugin } from "./plugins/find-plugin.ts";
export { findProject as findLab, type Project as Lab } from "./plugins/project.ts";
export { cacheFolder } from "./run/cache-folder.ts";
export { findRuns } from "./run/find-runs.ts";
export { writeDurably } from "./run/durable.ts";
export { holderOf } from "./run/lock.ts";
export { type MetricsRow, readMetrics } from "./run/metrics-log.ts";
export { checkRemovable, removeRun } from "./run/remove-run.ts";
export { readTeacherCurve, type TeacherCurve } from "./run/teacher-curve.ts";
export { readStatus, type RunFolder, runFolder, type RunStatus } from "./run/run-folder.ts";
export { run, type RunOptions } from "./run.ts";
