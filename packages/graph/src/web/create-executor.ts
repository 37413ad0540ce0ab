import { TweedieError } from "@tweedie/core";
import type { Backend } from "../backend-names.ts";
import { traceStep } from "../compile/compile-step.ts";
import { compileModel } from "../compile/step-model.ts";
import { createEagerExecutor } from "../eager/executor.ts";
import { cpu } from "../eager/registered-backend.ts";
import type { Executor } from "../executor/executor.ts";
import { tryExecutor } from "../executor/try-executor.ts";
import type { Ort } from "../ort/session.ts";
import { gpuTarget } from "../targets/gpu.ts";
import { createGpuExecutor } from "../webgpu/gpu-executor.ts";
import { createWebExecutor, type LoadWasm, threadsBySize, type WebRuntime } from "./executor.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/** Builds of onnxruntime-web that a page has. Each is loaded when it is first used. */
export interface WebRuntimes {
  readonly wasm: LoadWasm;
  /** @throws TweedieError if the browser has no WebGPU */
  readonly webgpu: () => Promise<WebRuntime>;
}

let provided: WebRuntimes | undefined;

/** Sets the runtimes of compiled steps in a page. */
export function provideRuntimes(runtimes: WebRuntimes): void {
  provided = runtimes;
}

/**
 * Creates the executor of a backend in a page: of compiled steps on the runtimes that the page provides, or of tfjs in JavaScript.
 *
 * `auto` is WebAssembly, with several threads for large steps, or tfjs in JavaScript if that does not work, and has the reason.
 *
 * @param options.threads Most threads of a step on WebAssembly; with `ort`, their number.
 * @throws TweedieError for a backend that needs Node, or that the browser lacks.
 */
export async function createExecutor(
  backend: Backend,
  { threads = 1 }: { readonly threads?: number } = {},
): Promise<Executor> {
  if (backend === "cpu") return createEagerExecutor("cpu", await cpu());
  if (provided && backend === "ort") return createWebExecutor(provided.wasm, () => threads);
  if (provided && backend === "webgpu") return createWebgpu(provided);
  if (provided && backend === "auto") return auto(provided, threads);
  throw new TweedieError({
    where: "backend",
    what: `'${backend}' is not available in a browser`,
    fix: "use `auto`, `ort`, `webgpu` or `cpu`",
  });
}

const createWebgpu = async ({ webgpu }: WebRuntimes): Promise<Executor> =>
  createGpuExecutor(oneAtATime(await webgpu()) as Ort, (step, weights, draws) =>
    compileModel(traceStep(step, weights, draws), weights, { target: gpuTarget }),
  );

/** WebAssembly if a small step has the right result on it. A page may forbid it, or lack its file. */
async function auto({ wasm }: WebRuntimes, threads: number): Promise<Executor> {
  try {
    const executor = await createWebExecutor(wasm, threadsBySize(threads));
    const problem = await tryExecutor(executor);
    if (problem === undefined) return executor;
    throw new Error(problem);
  } catch (error) {
    const reason = `WebAssembly does not work here: ${error instanceof Error ? error.message : String(error)}`;
    return { ...createEagerExecutor("cpu", await cpu()), reason };
  }
}
