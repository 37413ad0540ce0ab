export { buildableBackends, nativePartOf } from "./build-backend.ts";
export { valueMemory } from "./compile/value-memory.ts";
export { type Backend, backends, createExecutor } from "./create-executor.ts";
export { type Gpu, listGpus } from "./devices/gpus.ts";
export { deviceOfSlot, parseDevice } from "./devices/visible-devices.ts";
export type * from "./executor/executor.ts";
export { exportModel } from "./export/export-model.ts";
export { type OnnxModel, openModel } from "./ort/open-model.ts";
