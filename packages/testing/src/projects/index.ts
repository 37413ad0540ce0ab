export * from "./ring-experiment.ts";
export * from "./temporary-folder.ts";
export * from "./temporary-project.ts";
