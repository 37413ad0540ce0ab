import { TweedieError } from "@tweedie/core";
import { createExecutor as createOn, type Executor, provideRuntimes, type WebRuntime } from "@tweedie/graph/browser";
import type * as ort from "onnxruntime-web/wasm";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import jspi from "onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url";
import type { BackendChoice } from "../protocol/messages.ts";
import { webgpuObstacle } from "../protocol/webgpu-obstacle.ts";

type Runtime = typeof ort;

/**
 * Instances of ONNX Runtime by their number of threads, which is set before the first session of an instance. The second import is a
 * module of its own.
 */
const instances: Readonly<Record<"one" | "several", () => Promise<Runtime>>> = {
  one: () => import("onnxruntime-web/wasm"),
  several: () => import("onnxruntime-web/wasm?several"),
};

function prepare(runtime: Runtime, file: string, threads: number): WebRuntime {
  runtime.env.wasm.wasmPaths = { wasm: new URL(file, import.meta.url).href };
  runtime.env.wasm.numThreads = threads;
  runtime.env.logLevel = "error";
  return runtime as unknown as WebRuntime;
}

provideRuntimes({
  wasm: async (threads) => prepare(await instances[threads > 1 ? "several" : "one"](), wasm, threads),
  webgpu: async () => {
    const what = await webgpuObstacle();
    if (what !== undefined) throw new TweedieError({ where: "WebGPU", what, fix: "choose another backend" });
    return prepare((await import("onnxruntime-web/jspi")) as unknown as Runtime, jspi, 1);
  },
});

/** Most threads of a step: shared memory needs a page that is isolated from other origins. */
export const mostThreads = (): number =>
  globalThis.crossOriginIsolated ? Math.max(1, Math.min(8, navigator.hardwareConcurrency)) : 1;

/** Creates the executor of a run. */
export function createExecutor(choice: BackendChoice = "auto"): Promise<Executor> {
  switch (choice) {
    case "auto":
      return createOn("auto", { threads: mostThreads() });
    case "wasm":
      return createOn("ort", { threads: 1 });
    case "threads":
      return createOn("ort", { threads: mostThreads() });
    case "webgpu":
      return createOn("webgpu");
    case "javascript":
      return createOn("cpu");
  }
}
