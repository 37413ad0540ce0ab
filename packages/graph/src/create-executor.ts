import { TweedieError } from "@tweedie/core";
import type { Executor } from "./executor.ts";

interface ExecutorOptions {
  /** Threads of one step; all cores where it is left out. The eager backends have their own ways. */
  readonly threads?: number | undefined;
  /** A folder where compiled steps are kept for other processes. Left out, none are. */
  readonly cache?: string | undefined;
}

type Create = (options: ExecutorOptions) => Promise<Executor>;

const ort: Create = async (options) => (await import("./ort/executor.ts")).createOrtExecutor(options);

const eager =
  (name: "cpu" | "wasm" | "tensorflow" | "webgpu"): Create =>
  async () => {
    const { createEagerExecutor } = await import("./eager/executor.ts");
    const backends = await import("./eager/backends.ts");
    return createEagerExecutor(name, await backends[name]());
  };

const wasm = eager("wasm");

/** What `--backend` can name. */
const table = {
  auto: (options: ExecutorOptions) => ort(options).catch(() => wasm(options)),
  ort,
  wasm,
  cpu: eager("cpu"),
  tensorflow: eager("tensorflow"),
  webgpu: eager("webgpu"),
} satisfies Record<string, Create>;

export type Backend = keyof typeof table;
export const backends = Object.keys(table) as Backend[];

/** Makes the executor that a backend is called by. */
export async function createExecutor(backend: Backend, options: ExecutorOptions = {}): Promise<Executor> {
  const create = (table as Record<string, Create>)[backend];
  if (create) return create(options);
  throw new TweedieError({
    where: "--backend",
    what: `there is no backend '${backend}'`,
    fix: `one of ${backends.join(", ")}`,
  });
}
