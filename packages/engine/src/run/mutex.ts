import { dirname } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { acquireLock, isLock } from "../locks/acquire-lock.ts";
import { startHeartbeat } from "../locks/heartbeat.ts";
import { holderName } from "../locks/lock-file.ts";

export interface MutexOptions {
  /** Aborting it ends the wait. */
  readonly signal: AbortSignal;
  /** Called once if another process holds the mutex. */
  onWait(holder: string): void;
  /** Milliseconds without a heartbeat after which this process counts as dead on other hosts. */
  readonly lease?: number;
}

/**
 * Acquires a mutex between processes, stored in a file. It keeps several processes from doing the same work.
 *
 * A process on another host loses the mutex when it sends no heartbeat for its lease, and is not told. Callers must not depend on the
 * exclusion: if two processes hold the mutex, work is done twice.
 *
 * @returns a function that releases the mutex, or undefined if the wait was aborted
 */
export async function acquireMutex(
  path: string,
  { signal, onWait, lease = 60_000 }: MutexOptions,
): Promise<(() => void) | undefined> {
  await createFolder(dirname(path));
  let isFirst = true;
  const result = await acquireLock(path, {
    lease,
    signal,
    waitFor: (holder) => {
      if (isFirst) onWait(holderName(holder));
      isFirst = false;
      return true;
    },
  });
  if (!result || !isLock(result)) return undefined;
  const stop = startHeartbeat(result, lease);
  return () => {
    stop();
    result.release();
  };
}
