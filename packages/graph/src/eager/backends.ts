import { createRequire } from "node:module";
import util from "node:util";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { tf, TweedieError } from "@tweedie/core";
import { onBackend } from "../tfjs/engine.ts";
import { correctCpuKernels } from "./cpu-corrections.ts";

const require = createRequire(import.meta.url);

/** Creates a registered tfjs backend without making it the global one. */
async function backendOf(name: string): Promise<KernelBackend> {
  const engine = tf.engine();
  const known = engine.registry[name];
  if (known) return known;
  const registration = engine.registryFactory[name];
  if (registration && name !== "cpu") registration.priority = 0; // so that tfjs does not select it as its default
  const factory = engine.findBackendFactory(name) as ReturnType<typeof engine.findBackendFactory> | null;
  if (!factory) throw new Error(`the package of the tfjs backend ${name} did not register it`);
  const backend = await factory();
  engine.registry[name] = backend;
  for (const { setupFunc } of tf.getKernelsForBackend(name)) setupFunc?.(backend);
  return backend;
}

/** tfjs's JavaScript backend with corrected gradients. */
export function cpu(): Promise<KernelBackend> {
  correctCpuKernels();
  return backendOf("cpu");
}

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

/** TensorFlow's native library, on a GPU if the user has installed its GPU package. */
export function tensorflow(): Promise<KernelBackend> {
  // tfjs-node 4.22 calls two functions that Node 23 removed.
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
  requireFirst(["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"], "tensorflow");
  return backendOf("tensorflow");
}

/** WebGPU backend on Dawn. */
export async function webgpu(): Promise<KernelBackend> {
  const { create, globals } = requireFirst(["webgpu"], "webgpu-eager") as {
    create(options: readonly string[]): unknown;
    globals: object;
  };
  Object.assign(globalThis, globals);
  // The backend registers itself only if `navigator.gpu` exists.
  Object.defineProperty(globalThis, "navigator", { value: { gpu: create([]) }, configurable: true });
  requireFirst(["@tensorflow/tfjs-backend-webgpu"], "webgpu-eager");
  return backendOf("webgpu");
}

/** Loads the first installed package. Loading may change the global backend, which `onBackend` restores. */
function requireFirst(packages: readonly string[], backend: string): unknown {
  let failure: unknown;
  for (const name of packages) {
    try {
      return onBackend("cpu", tf.engine().findBackend("cpu"), () => require(name) as unknown);
    } catch (error) {
      failure ??= error;
    }
  }
  throw new TweedieError(
    {
      where: `backend ${backend}`,
      what: `${packages.join(" or ")} does not load: ${String(failure).split("\n")[0] ?? ""}`,
      fix: `npm install ${packages[0] ?? ""}, or --backend ort`,
    },
    { cause: failure },
  );
}
