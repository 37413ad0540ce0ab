import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createLocker, type HeldLock, isLock, removeLeftovers, removeSuccessors } from "@tweedie/engine/locks";

/** Milliseconds after which an unchanged lock of another machine is taken over. It is held for milliseconds, without heartbeats. */
const lease = 30_000;

/** Milliseconds between the first attempts. The pause shrinks with the waiting time, so that no process starves. */
const firstPause = 16;

/** Attempts between two checks of the lock's holder, which cost more than an attempt. */
const checkEvery = 8;

/** Locks that other processes were waiting for: this process pauses before it takes such a lock again. */
const contended = new Set<string>();

/** Locks that this process has held: the first time, it removes what killed processes left beside the lock. */
const known = new Set<string>();

/**
 * Runs `work` while this process holds a lock file.
 *
 * `work` is synchronous, so the lock is held no longer than it runs. It should check that the lock is still held before it writes.
 */
export async function withLock<T>(path: string, work: (lock: Pick<HeldLock, "isHeld">) => T): Promise<T> {
  const locker = createLocker(path, { lease });
  const began = performance.now();
  if (contended.delete(path)) await sleep(firstPause * Math.random());
  let lock: HeldLock | undefined;
  try {
    for (let attempt = 0; ; attempt++) {
      const result = attempt % checkEvery === checkEvery - 1 ? locker.attempt() : locker.tryCreate();
      if (result && isLock(result)) {
        lock = result;
        break;
      }
      contended.add(path);
      await sleep((firstPause / (1 + (performance.now() - began) / 50)) * (0.5 + Math.random()));
    }
    if (!known.has(path)) tidy(path, lock);
    return work(lock);
  } finally {
    lock?.release();
    locker.dispose();
  }
}

function tidy(path: string, lock: HeldLock): void {
  known.add(path);
  removeSuccessors(lock);
  removeLeftovers(lock, dirname(path));
}
