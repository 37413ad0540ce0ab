import { createExecutor as createOn, type Executor, provideRuntime, type WebRuntime } from "@tweedie/graph/browser";
import * as ort from "onnxruntime-web/wasm";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

/** Number of threads of a step. More need a page that is isolated from other origins, and make a small step slower. */
let threads = 1;

provideRuntime(() => {
  ort.env.wasm.wasmPaths = { wasm: new URL(wasm, import.meta.url).href };
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  return ort as unknown as WebRuntime;
});

/** Creates the executor of a run: of compiled steps, or of tfjs in JavaScript. */
export const createExecutor = (backend: "ort" | "cpu" = "ort"): Promise<Executor> => createOn(backend);

/** Sets the number of threads before the first executor is created. */
export function useThreads(count: number): void {
  threads = count;
}
