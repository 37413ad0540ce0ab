/** The module for pages: everything that runs without Node. */
export { provideModules, familyFolder, type ProvidedModule } from "./browser/provided-modules.ts";
export { createComponents } from "./components.ts";
export type { MetricValues } from "./evaluate/metric-values.ts";
export type { Experiment, FilledSlot } from "./experiment/experiment.ts";
export { experimentSchema, inputSchema, type JsonSchema, pluginBlockSchema } from "./experiment/json-schema.ts";
export { slotRoles } from "./experiment/slots.ts";
export { validateExperiment } from "./experiment/validate.ts";
export { createLiveContext, type LiveContext } from "./live/live-context.ts";
export { createLiveDistillation, type LiveDistillation, type LiveEvaluation } from "./live/live-distillation.ts";
export { createLivePicture, type LivePicture, type PictureSizes, teacherSamples } from "./live/live-picture.ts";
export { type OnTeacherStep, trainLiveTeacher, trainsTeacher } from "./live/live-teacher.ts";
export { attributeError } from "./plugins/attribute-error.ts";
export { type NamedPlugin, packagedPlugins } from "./plugins/available-plugins.ts";
export { findProject } from "./plugins/project.ts";
