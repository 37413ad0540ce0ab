import { mkdir, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tryLock } from "./lock.ts";

/** Milliseconds between signs of life of the one whose turn it is, and between looks of those who wait. */
const beat = 5_000;
const look = 200;

export interface Waiting {
  /** Aborting it ends the waiting. */
  readonly signal: AbortSignal;
  /** Called once, where somebody else is before us. */
  onWait(holder: string): void;
  /** Milliseconds without a sign of life after which a process on another host counts as dead. */
  readonly silence?: number;
}

/**
 * Waits until it is our turn to make what many want and one should make. Gives the end of the turn, or undefined where the
 * waiting was aborted. Whoever dies in its turn loses it: at once on this host, on another when its file is no longer touched.
 *
 * Nothing breaks where two believe that it is their turn: something is made twice.
 */
export async function turn(
  path: string,
  { signal, onWait, silence = 60_000 }: Waiting,
): Promise<(() => Promise<void>) | undefined> {
  await mkdir(dirname(path), { recursive: true });
  let last = { touched: NaN, seen: 0 };
  for (let isTold = false; !signal.aborted; isTold = true) {
    const got = await tryLock(path);
    if (typeof got === "function") return alive(path, got);
    if (!isTold) onWait(`process ${got.pid} on ${got.host}`);
    // Hosts have clocks of their own: what counts is how long, by ours, nothing has changed.
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (touched !== last.touched) last = { touched, seen: performance.now() };
    if (performance.now() - last.seen > silence) await rm(path, { force: true });
    else await sleep(look, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Shows that we live until the release. */
function alive(path: string, release: () => Promise<void>): () => Promise<void> {
  const touch = () => void utimes(path, new Date(), new Date()).catch(() => undefined);
  const timer = setInterval(touch, beat).unref();
  return async () => {
    clearInterval(timer);
    await release();
  };
}
