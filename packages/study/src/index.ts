export { type AgentOptions, runAgent } from "./agent/agent.ts";
export { work } from "./agent/worker.ts";
export { loadLauncher } from "./load-method.ts";
export { createStudy, openStudy, studyFolder, type StudyOptions } from "./open-study.ts";
export type { Metric, Pruning, SweepPlan, Values } from "./plan.ts";
export type { ChoiceParameter, Distribution, Parameter, RangeParameter } from "./space/parameter.ts";
export type { ConfigurationState, StudyState, TrialFilter, TrialState, TrialStatus } from "./state/study-state.ts";
export type { Claim, Outcome, Study, Verdict, Wait } from "./study.ts";
export { isSweep, readSweep, type Sweep } from "./sweep/read-sweep.ts";
