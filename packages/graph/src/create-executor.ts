import { TweedieError } from "@tweedie/core";
import type { Executor } from "./executor/executor.ts";

interface ExecutorOptions {
  /** Number of threads of a step; all cores by default. Eager backends ignore it. */
  readonly threads?: number | undefined;
  /** Folder in which compiled steps are cached for other processes. By default nothing is cached. */
  readonly cache?: string | undefined;
}

type Create = (options: ExecutorOptions) => Promise<Executor>;

const webgpu: Create = async (options) => (await import("./webgpu/executor.ts")).createWebgpuExecutor(options);

const tensorflow: Create = async (options) =>
  (await import("./tensorflow/executor.ts")).createTensorflowExecutor(options);

const cuda: Create = async (options) => (await import("./cuda/executor.ts")).createCudaExecutor(options);

const ort: Create = async (options) => (await import("./ort/executor.ts")).createOrtExecutor(options);

const eager =
  (tfjsName: "cpu" | "wasm" | "tensorflow" | "webgpu", name: string = tfjsName): Create =>
  async (options) => {
    const { createEagerExecutor } = await import("./eager/executor.ts");
    const backends = await import("./eager/backends.ts");
    return createEagerExecutor(name, await backends[tfjsName](options), tfjsName);
  };

const wasm = eager("wasm");

/** Backends by name. `auto` is ONNX Runtime on the CPU, or wasm where that does not load. */
const table = {
  auto: (options: ExecutorOptions) => ort(options).catch(() => wasm(options)),
  ort,
  wasm,
  cpu: eager("cpu"),
  tensorflow,
  "tensorflow-eager": eager("tensorflow", "tensorflow-eager"),
  cuda,
  webgpu,
  "webgpu-eager": eager("webgpu", "webgpu-eager"),
} satisfies Record<string, Create>;

export type Backend = keyof typeof table;
export const backends = Object.keys(table) as Backend[];

/**
 * Creates the executor of a backend.
 *
 * @throws TweedieError for an unknown backend, or one whose packages are not installed.
 */
export async function createExecutor(backend: Backend, options: ExecutorOptions = {}): Promise<Executor> {
  const create = (table as Record<string, Create>)[backend];
  if (create) return create(options);
  throw new TweedieError({
    where: "--backend",
    what: `there is no backend '${backend}'`,
    fix: `one of ${backends.join(", ")}`,
  });
}
