/** The module for pages: everything that runs without Node. */
import { TweedieError } from "@tweedie/core";
import type { OnnxModel } from "./ort/open-model.ts";

export { type Backend, backends } from "./backend-names.ts";
export { backendSynonyms } from "./backend-synonyms.ts";
export { valueMemory } from "./compile/value-memory.ts";
export type * from "./executor/executor.ts";
export { type Precision, precisions } from "./executor/precision.ts";
export type { OnnxModel } from "./ort/open-model.ts";
export { createExecutor, provideRuntimes } from "./web/create-executor.ts";
export type { WebRuntime } from "./web/executor.ts";

/** Refuses an extractor's ONNX file: a page has no files. @throws TweedieError */
export function openModel(_bytes: Uint8Array, where: string): Promise<OnnxModel> {
  throw new TweedieError({ where, what: "a page has no files", fix: "run the experiment with the command" });
}
