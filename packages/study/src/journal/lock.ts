import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isGone, ownIdentity, type ProcessIdentity } from "./process-identity.ts";

/** How long a lock may stand unchanged before its holder counts as lost, in milliseconds of our own clock. */
const defaultGrace = 30_000;

/** The pause between two attempts of who has just come, in milliseconds. Who waits longer asks more often, so that all have their turn. */
const firstPause = 16;

/** How often the holder of the lock is looked at, in attempts: it costs more than an attempt. */
const lookEvery = 8;

/** Locks that others wait for as well: who had one lets them go first. */
const contended = new Set<string>();

/**
 * Does something while no other process does, with a file that only one process can create as the lock.
 *
 * Creation that fails where the file exists is atomic on local file systems and on NFS from version 3. The work is synchronous:
 * the lock is held for as long as it takes and no longer. A lock whose holder is gone is taken over, at once where the holder
 * was on this machine, else after `grace` milliseconds in which it has not changed.
 */
export async function withLock<T>(path: string, work: () => T, grace = defaultGrace): Promise<T> {
  const own = JSON.stringify({ ...ownIdentity, key: randomUUID() });
  const [since, sinceSecond] = [watch(), watch()];
  const isLost = (text: string, age: typeof since) => isDead(text) || age(text) > grace;
  const began = performance.now();
  if (contended.delete(path)) await sleep(firstPause * Math.random());
  for (let attempt = 0; !create(path, own); attempt++) {
    contended.add(path);
    const held = attempt % lookEvery === 0 ? read(path) : undefined;
    if (held !== undefined && isLost(held, since)) takeOver(path, held, (second) => isLost(second, sinceSecond));
    await sleep((firstPause / (1 + (performance.now() - began) / 50)) * (0.5 + Math.random()));
  }
  try {
    return work();
  } finally {
    // Whoever was asleep for longer than the grace finds another's lock here.
    if (read(path) === own) rmSync(path, { force: true });
  }
}

/**
 * Removes a lock that was left behind. Only one process may be at it, lest a slow one removes the lock of whoever was faster:
 * it takes a second lock, and looks again.
 */
function takeOver(path: string, left: string, isLost: (text: string) => boolean): void {
  const second = `${path}.takeover`;
  if (!create(second, JSON.stringify({ ...ownIdentity, key: randomUUID() }))) {
    const held = read(second);
    if (held !== undefined && isLost(held)) rmSync(second, { force: true });
    return;
  }
  try {
    if (read(path) === left) rmSync(path, { force: true });
  } finally {
    rmSync(second, { force: true });
  }
}

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

/** Whether the holder that a lock names is known to be gone. A lock without a name is being written, or its writer died at it. */
function isDead(text: string): boolean {
  try {
    return isGone(JSON.parse(text) as ProcessIdentity);
  } catch {
    return false;
  }
}

/** Tells for how long a text has been the same, by our own clock: those of two machines may differ. */
function watch(): (text: string) => number {
  let seen: { readonly text: string; readonly at: number } | undefined;
  return (text) => {
    if (seen?.text !== text) seen = { text, at: performance.now() };
    return performance.now() - seen.at;
  };
}
