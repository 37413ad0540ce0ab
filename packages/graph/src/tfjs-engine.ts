import { tf } from "@tweedie/core";
import type { KernelBackend } from "@tensorflow/tfjs";

type Engine = ReturnType<typeof tf.engine>;

/** The fields of tfjs's engine that say which backend runs an op; `setBackend` alone can change them, and only later. */
interface Switch {
  backendName: string | null;
  backendInstance: KernelBackend | null;
  pendingBackendInit: Promise<boolean> | undefined | null;
}

/**
 * Runs synchronous work on a backend and leaves the engine as it was, whatever happens.
 *
 * Several executors live in one process and take turns between their `await`s, so none may own the global backend.
 */
export function onBackend<T>(name: string, backend: KernelBackend, work: () => T): T {
  const engine = tf.engine() as unknown as Switch;
  const { backendName, backendInstance, pendingBackendInit } = engine;
  Object.assign(engine, { backendName: name, backendInstance: backend, pendingBackendInit: null });
  try {
    return work();
  } finally {
    Object.assign(engine, { backendName, backendInstance, pendingBackendInit });
  }
}

/** Runs work on books of its own: tensors that it makes are counted nowhere else, and forgotten with it. */
export function onFreshState<T>(work: (outer: Engine["state"]) => T): T {
  const engine = tf.engine();
  const outer = engine.state;
  engine.state = new (outer.constructor as new () => Engine["state"])();
  try {
    return work(outer);
  } finally {
    engine.state = outer;
  }
}
