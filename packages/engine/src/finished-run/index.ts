/** Sampling from, evaluation and export of runs. Separate from the package's index, because checking experiments and listing runs do not need it. */
export { evaluateRun, type EvaluateRunOptions } from "./evaluate-run.ts";
export { exportRun, type ExportedStudent } from "./export-run.ts";
export { sampleRun } from "./sample-run.ts";
export { sampleTeacher } from "./sample-teacher.ts";
export { type StoredStudent, type StoredTeacher, storeStudent, storeTeacher } from "./store-model-of-run.ts";
