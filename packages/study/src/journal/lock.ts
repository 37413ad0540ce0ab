import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isGone, ownIdentity, type ProcessIdentity } from "./process-identity.ts";

/** Milliseconds, by this process's clock, after which an unchanged lock of another machine is taken over. */
const defaultGrace = 30_000;

/** Milliseconds between the first attempts. The pause shrinks with the waiting time, so that no process starves. */
const firstPause = 16;

/** Attempts between two checks of the lock's holder, which cost more than an attempt. */
const checkEvery = 8;

/** Locks that other processes were waiting for: this process pauses before it takes such a lock again. */
const contended = new Set<string>();

/**
 * Runs `work` while this process holds a lock file, which only one process can create.
 *
 * Exclusive creation is atomic on local file systems and on NFS from version 3. `work` is synchronous, so the lock is held no
 * longer than it runs. A lock whose holder has ended on this machine is taken over at once; another one after `grace`
 * milliseconds without a change.
 */
export async function withLock<T>(path: string, work: () => T, grace = defaultGrace): Promise<T> {
  const own = JSON.stringify({ ...ownIdentity, key: randomUUID() });
  const [ageOfLock, ageOfTakeover] = [createAgeMeter(), createAgeMeter()];
  const isAbandoned = (text: string, ageOf: typeof ageOfLock) => isHolderGone(text) || ageOf(text) > grace;
  const began = performance.now();
  if (contended.delete(path)) await sleep(firstPause * Math.random());
  for (let attempt = 0; !create(path, own); attempt++) {
    contended.add(path);
    const held = attempt % checkEvery === 0 ? read(path) : undefined;
    if (held !== undefined && isAbandoned(held, ageOfLock)) {
      takeOver(path, held, (takeover) => isAbandoned(takeover, ageOfTakeover));
    }
    await sleep((firstPause / (1 + (performance.now() - began) / 50)) * (0.5 + Math.random()));
  }
  try {
    return work();
  } finally {
    // If this process slept for longer than the grace, the file is another process's lock.
    if (read(path) === own) rmSync(path, { force: true });
  }
}

/**
 * Removes an abandoned lock. A second lock file admits one process at a time, and the lock is read again, so that a slow process
 * never removes the new lock of a faster one.
 */
function takeOver(path: string, abandoned: string, isAbandoned: (text: string) => boolean): void {
  const second = `${path}.takeover`;
  if (!create(second, JSON.stringify({ ...ownIdentity, key: randomUUID() }))) {
    const held = read(second);
    if (held !== undefined && isAbandoned(held)) rmSync(second, { force: true });
    return;
  }
  try {
    if (read(path) === abandoned) rmSync(path, { force: true });
  } finally {
    rmSync(second, { force: true });
  }
}

/** Creates a file. Returns false if it exists. */
function create(path: string, text: string): boolean {
  try {
    const file = openSync(path, "wx");
    try {
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // released meanwhile
  }
}

/** True if the holder of a lock is known to have ended. False for a lock that is still being written. */
function isHolderGone(text: string): boolean {
  try {
    return isGone(JSON.parse(text) as ProcessIdentity);
  } catch {
    return false;
  }
}

/** Measures for how many milliseconds a text has not changed, by this process's clock: clocks of two machines differ. */
function createAgeMeter(): (text: string) => number {
  let seen: { readonly text: string; readonly at: number } | undefined;
  return (text) => {
    if (seen?.text !== text) seen = { text, at: performance.now() };
    return performance.now() - seen.at;
  };
}
