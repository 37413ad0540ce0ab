import { isLock } from "./acquire-lock.ts";
import { createLocker } from "./lock-file.ts";

/** Acquires a lock with one attempt. */
export async function acquire(path: string): Promise<(() => void) | undefined> {
  const locker = createLocker(path, { lease: 60_000 });
  const result = locker.attempt();
  locker.dispose();
  return isLock(result) ? result.release : undefined;
}
