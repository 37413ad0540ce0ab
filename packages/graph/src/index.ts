export { type Backend, backends, createExecutor } from "./create-executor.ts";
export type * from "./executor.ts";
export { exportModel } from "./export-model.ts";
export { type Model, openModel } from "./ort/open-model.ts";
