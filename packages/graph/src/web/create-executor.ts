import { TweedieError } from "@tweedie/core";
import type { Backend } from "../backend-names.ts";
import { createEagerExecutor } from "../eager/executor.ts";
import { cpu } from "../eager/registered-backend.ts";
import type { Executor } from "../executor/executor.ts";
import { createWebExecutor, type WebRuntime } from "./executor.ts";

let provided: (() => WebRuntime) | undefined;

/** Sets the runtime of compiled steps in a page, which is loaded when it is first used. */
export function provideRuntime(runtime: () => WebRuntime): void {
  provided = runtime;
}

/**
 * Creates the executor of a backend in a page: of compiled steps on the runtime that the page provides, or of tfjs in JavaScript.
 *
 * @throws TweedieError for a backend that needs Node.
 */
export async function createExecutor(backend: Backend): Promise<Executor> {
  if (backend === "cpu") return createEagerExecutor("cpu", await cpu());
  if ((backend === "ort" || backend === "auto") && provided) return createWebExecutor(provided());
  throw new TweedieError({
    where: "backend",
    what: `'${backend}' is not available in a browser`,
    fix: "use `ort` or `cpu`",
  });
}
