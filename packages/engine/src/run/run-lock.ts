import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { exitCodes, TweedieError } from "@tweedie/core";
import { cacheFolder } from "@tweedie/core/files";
import { acquireLock, isLock } from "../locks/acquire-lock.ts";
import type { HeldLock } from "../locks/held-lock.ts";
import { startHeartbeat } from "../locks/heartbeat.ts";
import { removeLeftovers, removeSuccessors } from "../locks/leftovers.ts";
import { readChain } from "../locks/lock-chain.ts";
import { type Holder, holderName } from "../locks/lock-file.ts";
import { stateOfHolder } from "../locks/holder-state.ts";

/** Milliseconds without a heartbeat after which a run on another host counts as dead. */
const lease = 60_000;

export interface RunLockOptions {
  /** True if the caller guarantees that no other process has a right to the folder: its lock is taken over from any other process. */
  readonly owned?: boolean | undefined;
  /** Aborting it ends the wait for a run on another host. */
  readonly signal?: AbortSignal | undefined;
  /** Called once if a run on another host holds the lock, which is taken over if it sends no heartbeat. */
  readonly onWait?: ((holder: string) => void) | undefined;
}

/** The right of this process to write a run folder. */
export interface RunLock {
  /** Checks the right, before each write. @throws TweedieError if the lock is lost. */
  check(): void;
  /** Removes temporary files that processes left in the folder and in the cache when they were killed. */
  removeLeftovers(): void;
  release(): void;
}

/**
 * Acquires the lock of a run folder, so that only this process writes it. The lock of a dead process is taken over at once, that of a
 * process that cannot be observed (on another host) when its lease has run out.
 *
 * @throws TweedieError if another process holds the lock
 */
export async function lockRunFolder(path: string, options: RunLockOptions = {}): Promise<RunLock> {
  const { owned, signal, onWait } = options;
  let isWaiting = false;
  const waitFor = (holder: Holder): boolean => {
    if (holder.state === "alive" || holder.hasBeaten) return false;
    if (!isWaiting) onWait?.(holderName(holder));
    isWaiting = true;
    return true;
  };
  const formerActivity = () => newestResult(dirname(path));
  const result = await acquireLock(path, { lease, owned, signal, waitFor, formerActivity });
  if (result && isLock(result)) return runLock(result);
  throw new TweedieError({
    where: path,
    what: result ? `another run writes this folder: ${holderName(result)}` : "the wait for another run was interrupted",
    fix: "wait for it, or choose another folder with --out",
  });
}

function runLock(lock: HeldLock): RunLock {
  const stop = startHeartbeat(lock, lease);
  return {
    check: () => {
      if (lock.isHeld()) return;
      const holder = lockHolder(lock.path);
      const problem = {
        where: lock.path,
        what: holder
          ? `this run has lost its folder to another one: ${holderName(holder)}`
          : "this run has lost its folder: the lock file was removed",
        fix: "this process was probably suspended; it stops, and wrote nothing after the loss",
      };
      throw new TweedieError(problem, { exitCode: exitCodes.failed });
    },
    removeLeftovers: () => {
      removeSuccessors(lock);
      removeLeftovers(lock, dirname(lock.path), { exclusive: true, recursive: true });
      const cache = cacheFolder();
      if (cache !== undefined) removeLeftovers(lock, cache, { recursive: true, cache: true });
    },
    release: () => {
      stop();
      lock.release();
    },
  };
}

/** Returns the process that holds a lock, as far as it can be observed. A process that cannot be observed counts as alive. */
export function lockHolder(path: string): Pick<Holder, "pid" | "host" | "state"> | undefined {
  const lock = readChain(path).at(-1);
  if (!lock?.holder) return undefined;
  const state = stateOfHolder(lock, Date.now() - lock.beat);
  return state === "dead" ? undefined : { ...lock.holder, state };
}

/** Time of the last change of a run's results, by the clock of the file system, in milliseconds; 0 if there are none. */
function newestResult(folder: string): number {
  const names = ["metrics.jsonl", "status.json"];
  return Math.max(0, ...names.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0));
}
