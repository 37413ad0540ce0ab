import { setTimeout as sleep } from "node:timers/promises";
import type { HeldLock } from "./held-lock.ts";
import { createLocker, type Holder, type LockOptions } from "./lock-file.ts";

/** Milliseconds between attempts. */
const retryInterval = 200;

export interface AcquireOptions extends LockOptions {
  /** Aborting it ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each failed attempt. Returns true to wait for the holder. */
  waitFor(holder: Holder): boolean;
}

/** Acquires a lock. Returns the lock, or its holder if the caller does not wait for it, or undefined if the wait was aborted. */
export async function acquireLock(path: string, options: AcquireOptions): Promise<HeldLock | Holder | undefined> {
  const { signal, waitFor } = options;
  const locker = createLocker(path, options);
  try {
    while (!signal?.aborted) {
      const result = locker.attempt();
      if (isLock(result) || !waitFor(result)) return result;
      await sleep(retryInterval, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  } finally {
    locker.dispose();
  }
}

/** Tells a lock from its holder. */
export const isLock = (result: HeldLock | Holder): result is HeldLock => "release" in result;
