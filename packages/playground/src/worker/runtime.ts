import { createWebExecutor, type Executor } from "@tweedie/graph/browser";
import * as ort from "onnxruntime-web/wasm";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

/** Creates an executor on WebAssembly. Threads need a page that is isolated from other origins; a small step is fastest on one. */
export function createExecutor(threads = 1): Executor {
  ort.env.wasm.wasmPaths = { wasm: new URL(wasm, import.meta.url).href };
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  return createWebExecutor(ort as unknown as Parameters<typeof createWebExecutor>[0]);
}
