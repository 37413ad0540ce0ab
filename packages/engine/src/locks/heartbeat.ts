import { Worker } from "node:worker_threads";
import type { HeldLock } from "./held-lock.ts";
import { beatsPerLease } from "./lease-watch.ts";

/** Milliseconds after which the thread starts: a lock that is held for a short time needs no heartbeat. */
const startDelay = 1_000;

/**
 * Sends heartbeats of a held lock until the returned function is called. A thread of its own sends them, because a step may occupy the
 * main thread for longer than a lease.
 */
export function startHeartbeat({ path, text }: HeldLock, lease: number): () => void {
  let thread: Worker | undefined;
  const start = () => {
    const workerData = { path, text, interval: lease / beatsPerLease };
    thread = new Worker(new URL("./heartbeat-thread.mjs", import.meta.url), { workerData, execArgv: [] });
    thread.on("error", () => undefined); // the lock can still be held, but processes elsewhere may take it over
    thread.unref();
  };
  const timer = setTimeout(start, Math.min(startDelay, lease / beatsPerLease)).unref();
  return () => {
    clearTimeout(timer);
    void thread?.terminate();
  };
}
