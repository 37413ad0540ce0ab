export { noiseBandEdges } from "./diagnostics/noise-bands.ts";
export { isYamlIntact, parseSealedJson, sealJson, sealYaml } from "./checksums/sealed-text.ts";
export { readListed } from "./checksums/listed-digests.ts";
export { derivedKeys } from "./experiment/budget.ts";
export type { Experiment, FilledSlot } from "./experiment/experiment.ts";
export {
  experimentSchema,
  extensibleSchema,
  inputSchema,
  type JsonSchema,
  pluginBlockSchema,
  referenceSchema,
  writtenName,
} from "./experiment/json-schema.ts";
export { type Extension, prepareExtension } from "./extend/extension.ts";
export { forkRun } from "./extend/fork.ts";
export type { SettingChange } from "./extend/setting-changes.ts";
export { metricGoals } from "./evaluate/metric-goals.ts";
export { type FixedExperiment, fixExperiment } from "./experiment/fixed-experiment.ts";
export type { NonDefault } from "./experiment/non-defaults.ts";
export { type ReadOptions, readExperimentPart } from "./experiment/read-experiment.ts";
export { readNonDefaults } from "./experiment/recorded-non-defaults.ts";
export { slotRoles } from "./experiment/slots.ts";
export type { MemoryEstimate } from "./memory/describe-memory.ts";
export { type ExperimentWithMemory, validateExperiment, validateWithMemory } from "./experiment/validate.ts";
export { digestFiles, type FileDigests, fileDigestsSchema } from "./identity/file-digests.ts";
export { describeChanges } from "./identity/changed-files.ts";
export { defaultRunFolder, identityOf } from "./identity/run-identity.ts";
export {
  type AvailablePlugins,
  availablePlugins,
  type NamedPlugin,
  packagedPlugins,
} from "./plugins/available-plugins.ts";
export { createPluginObject } from "./plugins/create-plugin-object.ts";
export { findPlugin, type FoundPlugin } from "./plugins/find-plugin.ts";
export { knownAs } from "./plugins/known-as.ts";
export { describeUnavailable } from "./plugins/locate-module.ts";
export { readPluginCode } from "./plugins/plugin-code.ts";
export { findProject, type Project } from "./plugins/project.ts";
export { type PluginModule, type Trust, trustAll, type TrustedFiles, trustProject } from "./plugins/trust.ts";
export { allTrusted, UntrustedCodeError } from "./plugins/untrusted-code-error.ts";
export { experimentReference } from "./reference/experiment-reference.ts";
export { type KeyReference, keysOf, keysOfSchema, type SlotRoles } from "./reference/key-reference.ts";
export { writePluginCode } from "./run/copy-plugin-code.ts";
export { type FurtherEvaluation, readEvaluations } from "./run/evaluations.ts";
export { findRuns } from "./run/find-runs.ts";
export { type MetricsRow, parseRows, readMetrics } from "./run/metrics-rows.ts";
export { checkRemovable, removeRun } from "./run/remove-run.ts";
export { readStatus, type RunFolder, runFolder, type RunStatus } from "./run/run-folder.ts";
export { jsonFile } from "./run/json-file.ts";
export { liveStatus } from "./run/live-status.ts";
export { lockHolder } from "./run/run-lock.ts";
export { checkRunConfig } from "./run/run-config.ts";
export { readRunLog, type RunLog } from "./run/run-log.ts";
export { readTeacherCurve, type TeacherCurve } from "./run/teacher-curve.ts";
export { writeDurably } from "./run/write-durably.ts";
export { run, type RunOptions } from "./run.ts";
export type { OnEvent, RunEvent } from "./train/events.ts";
