import { TweedieError } from "@tweedie/core";
import { type Backend, backends } from "./backend-names.ts";
import { type Candidate, chooseBackend } from "./devices/choose-backend.ts";
import { nvidiaObstacle, webgpuObstacle } from "./devices/obstacles.ts";
import { useDevice } from "./devices/device-option.ts";
import type { Executor } from "./executor/executor.ts";
import { checkPrecision, hasPrecision, type Precision } from "./executor/precision.ts";

interface ExecutorOptions {
  /** Number of threads of a step; all cores by default. Eager backends ignore it. */
  readonly threads?: number | undefined;
  /** Folder in which compiled steps are cached for other processes. By default nothing is cached. */
  readonly cache?: string | undefined;
  /** Device of a backend that has several: `cuda:1`. By default the first. */
  readonly device?: string | undefined;
  /** Precision of products and convolutions. Default: float32. */
  readonly precision?: Precision | undefined;
  /** Backend that `auto` tries first: that of a run that is continued. */
  readonly former?: string | undefined;
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

/** Backends that `auto` considers: compiled steps on a GPU, compiled steps on the CPU, and WebAssembly, which loads everywhere. */
const candidates = (options: ExecutorOptions): readonly Candidate[] => [
  {
    backend: "cuda",
    obstacle: nvidiaObstacle(async () => (await import("./cuda/installed-provider.ts")).requireProvider()),
    create: () => cuda(options),
  },
  {
    backend: "tensorflow",
    obstacle: nvidiaObstacle(async () => (await import("./tensorflow/addon/installed-addon.ts")).requireAddon()),
    create: () => tensorflow(options),
  },
  { backend: "webgpu", obstacle: webgpuObstacle, create: () => webgpu(options) },
  { backend: "ort", create: () => ort(options) },
  { backend: "wasm", create: () => wasm(options) },
];

/** The first candidate that works. A continued run stays on its backend, because its bits depend on it. */
async function auto({ former, ...options }: ExecutorOptions): Promise<Executor> {
  const { precision = "float32" } = options;
  const create = former === undefined || former === "auto" ? undefined : (table as Record<string, Create>)[former];
  const continued = await create?.(options).catch(() => undefined);
  if (continued) return { ...continued, reason: "the backend of its earlier part" };
  const able = candidates(options).filter(({ backend }) => hasPrecision(backend, precision));
  return chooseBackend(able, undefined, precision);
}

/** Backends by name. `auto` is the fastest one that works on this machine. */
const table = {
  auto,
  ort,
  wasm,
  cpu: eager("cpu"),
  tensorflow,
  "tensorflow-eager": eager("tensorflow", "tensorflow-eager"),
  cuda,
  webgpu,
  "webgpu-eager": eager("webgpu", "webgpu-eager"),
} satisfies Record<Backend, Create>;

/**
 * Creates the executor of a backend.
 *
 * A device is chosen once in a process: CUDA reads its environment when it loads.
 *
 * @throws TweedieError for an unknown backend or device, a precision that the backend lacks, or a backend whose packages are not installed.
 */
export async function createExecutor(backend: Backend, options: ExecutorOptions = {}): Promise<Executor> {
  const { device, precision = "float32" } = options;
  const name = device === undefined ? backend : useDevice(device, backend);
  const create = (table as Record<string, Create>)[name];
  if (create && name !== "auto") checkPrecision(name, precision);
  if (create) return create(options);
  throw new TweedieError({
    where: "--backend",
    what: `there is no backend '${backend}'`,
    fix: `one of ${backends.join(", ")}`,
  });
}
