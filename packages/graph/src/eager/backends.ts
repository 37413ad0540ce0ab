import { createRequire } from "node:module";
import util from "node:util";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { tf, TweedieError } from "@tweedie/core";
import { onBackend } from "../tfjs/engine.ts";
import { requireAddon } from "../tensorflow/addon/installed-addon.ts";
import { loadTensorflow, usePrecision } from "../tensorflow/load.ts";
import type { TensorflowOptions } from "../tensorflow/settings.ts";
import { backendOf } from "./registered-backend.ts";

export { cpu } from "./registered-backend.ts";

const require = createRequire(import.meta.url);

/** WebAssembly backend, with one thread: tfjs supports no more in Node. */
export async function wasm(): Promise<KernelBackend> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => process.rawListeners(event));
  await import("@tensorflow/tfjs-backend-wasm");
  const backend = await backendOf("wasm");
  // Emscripten's listeners rethrow every error of the process from minified code.
  for (const [i, event] of events.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[i]!.includes(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return backend;
}

/** TensorFlow's native library by the kernels of @tensorflow/tfjs-node-gpu, on the addon that the compiled backend uses too. */
export function tensorflow({ precision = "float32", ...settings }: TensorflowOptions): Promise<KernelBackend> {
  const { npmPackage } = requireAddon();
  const loaded = loadTensorflow(settings);
  usePrecision(loaded, precision);
  // tfjs-node 4.22 calls two functions that Node 23 removed.
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
  // The package's main module would load an addon of its own.
  const modules = ["register_all_kernels", "nodejs_kernel_backend"].map((name) => `${npmPackage}/dist/${name}.js`);
  const [, { NodeJSKernelBackend }] = requireAll(modules, "tensorflow-eager", "tweedie backend build tensorflow") as [
    unknown,
    { readonly NodeJSKernelBackend: new (binding: unknown, name: string) => KernelBackend },
  ];
  tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(loaded.binding, "@tensorflow/tfjs-node-gpu"));
  return backendOf("tensorflow");
}

/** WebGPU backend on Dawn. */
export async function webgpu(): Promise<KernelBackend> {
  const [{ create, globals }] = requireAll(["webgpu"], "webgpu-eager", "npm install webgpu") as [
    { create(options: readonly string[]): unknown; globals: object },
  ];
  Object.assign(globalThis, globals);
  // The backend registers itself only if `navigator.gpu` exists.
  Object.defineProperty(globalThis, "navigator", { value: { gpu: create([]) }, configurable: true });
  const tfjsPackage = "@tensorflow/tfjs-backend-webgpu";
  requireAll([tfjsPackage], "webgpu-eager", `npm install ${tfjsPackage}`);
  return backendOf("webgpu");
}

/** Loads modules. Loading may change the global backend, which `onBackend` restores. @throws TweedieError with the command `fix` */
function requireAll(modules: readonly string[], backend: string, fix: string): unknown[] {
  return modules.map((name) => {
    try {
      return onBackend("cpu", tf.engine().findBackend("cpu"), () => require(name) as unknown);
    } catch (cause) {
      const what = `${name} does not load: ${String(cause).split("\n")[0] ?? ""}`;
      throw new TweedieError({ where: `backend ${backend}`, what, fix: `${fix}, or --backend ort` }, { cause });
    }
  });
}
