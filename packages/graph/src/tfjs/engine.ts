import { tf } from "@tweedie/core";
import type { KernelBackend } from "@tensorflow/tfjs-core";

/** Runs synchronous tfjs work on one backend. */
export type RunOnBackend = <T>(work: () => T) => T;

type Engine = ReturnType<typeof tf.engine>;

/** Fields of tfjs's engine that select the backend. `setBackend` would change them asynchronously. */
interface BackendFields {
  backendName: string | null;
  backendInstance: KernelBackend | null;
  pendingBackendInit: Promise<boolean> | undefined | null;
}

/**
 * Runs synchronous work on a backend and restores the engine, also after an error.
 *
 * Executors in one process interleave at each `await`, so none of them may change the global backend for longer.
 */
export function onBackend<T>(name: string, backend: KernelBackend, work: () => T): T {
  const engine = tf.engine() as unknown as BackendFields;
  const { backendName, backendInstance, pendingBackendInit } = engine;
  Object.assign(engine, { backendName: name, backendInstance: backend, pendingBackendInit: null });
  try {
    return work();
  } finally {
    Object.assign(engine, { backendName, backendInstance, pendingBackendInit });
  }
}

/** Runs work with an empty engine state (tensor registry, tape, scopes) that is discarded afterwards. */
export function onFreshEngineState<T>(work: (outer: Engine["state"]) => T): T {
  const engine = tf.engine();
  const outer = engine.state;
  engine.state = new (outer.constructor as new () => Engine["state"])();
  try {
    return work(outer);
  } finally {
    engine.state = outer;
  }
}
