import { mkdir, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tryLock } from "./run-lock.ts";

/** Milliseconds between heartbeats of the holder, and between attempts of waiting processes. */
const heartbeatInterval = 5_000;
const retryInterval = 200;

export interface MutexOptions {
  /** Aborting it ends the wait. */
  readonly signal: AbortSignal;
  /** Called once if another process holds the mutex. */
  onWait(holder: string): void;
  /** Milliseconds without a heartbeat after which a holder on another host counts as dead. */
  readonly silence?: number;
}

/**
 * Acquires a mutex between processes, stored in a file. It keeps several processes from doing the same work. The mutex of a
 * dead process is taken over: at once on this host, and on another host after `silence` milliseconds without a heartbeat.
 *
 * Mutual exclusion is not guaranteed, and callers must not depend on it: if two processes hold the mutex, work is done twice.
 *
 * @returns a function that releases the mutex, or undefined if the wait was aborted
 */
export async function acquireMutex(
  path: string,
  { signal, onWait, silence = 60_000 }: MutexOptions,
): Promise<(() => Promise<void>) | undefined> {
  await mkdir(dirname(path), { recursive: true });
  let heartbeat = { modified: NaN, observed: 0 };
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const result = await tryLock(path);
    if (typeof result === "function") return startHeartbeat(path, result);
    if (isFirst) onWait(`process ${result.pid} on ${result.host}`);
    // Clocks of hosts differ, so the time since the last change of the file is measured by this process's clock.
    const modified = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (modified !== heartbeat.modified) heartbeat = { modified, observed: performance.now() };
    if (performance.now() - heartbeat.observed > silence) await rm(path, { force: true });
    else await sleep(retryInterval, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Touches the file at intervals until the returned function releases the mutex. */
function startHeartbeat(path: string, release: () => Promise<void>): () => Promise<void> {
  const touch = () => void utimes(path, new Date(), new Date()).catch(() => undefined);
  const timer = setInterval(touch, heartbeatInterval).unref();
  return async () => {
    clearInterval(timer);
    await release();
  };
}
