/** What is done with a run that has ended. Apart from the index, since whoever checks experiments or lists runs does without. */
export { exportRun, type ExportedStudent } from "./export-run.ts";
export { sampleRun } from "./sample-run.ts";
export { sampleTeacher } from "./sample-teacher.ts";
