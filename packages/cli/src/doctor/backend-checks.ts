import { TweedieError } from "@tweedie/core";
import { type Backend, backends } from "@tweedie/graph";
import type { HealthCheck } from "./health-check.ts";

/** Checks every backend by running a small step on it. One that works is enough: only if none does are they all `wrong`. */
export async function checkBackends(onCheck: (name: string) => void): Promise<readonly HealthCheck[]> {
  const checks: HealthCheck[] = [];
  for (const backend of backends.filter((name) => name !== "auto")) {
    onCheck(`backend ${backend}`);
    checks.push(await checkBackend(backend));
  }
  if (!checks.some(({ state }) => state === "ok")) return checks.map((check) => ({ ...check, state: "wrong" }));
  return [await checkChoice(), ...checks];
}

/** The backend that `auto` chooses on this machine, and why. */
async function checkChoice(): Promise<HealthCheck> {
  const { createExecutor } = await import("@tweedie/graph");
  const executor = await createExecutor("auto");
  await executor.dispose();
  return { name: "backend auto", state: "ok", what: `${executor.name}: ${executor.reason}` };
}

async function checkBackend(backend: Backend): Promise<HealthCheck> {
  const name = `backend ${backend}`;
  const { createExecutor, tryExecutor } = await import("@tweedie/graph");
  const start = performance.now();
  try {
    const executor = await createExecutor(backend);
    const problem = await tryExecutor(executor);
    await executor.dispose();
    if (problem !== undefined) return { name, state: "wrong", what: problem };
    const on = executor.device === undefined ? "" : ` on ${executor.device}`;
    return { name, state: "ok", what: `runs a test step in ${Math.round(performance.now() - start)} ms${on}` };
  } catch (error) {
    if (error instanceof TweedieError) return { name, state: "missing", what: error.what, fix: error.fix };
    return { name, state: "missing", what: String(error).split("\n", 1)[0]! };
  }
}
