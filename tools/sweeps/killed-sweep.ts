import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { remainsOf } from "./remains.ts";

const tweedie = fileURLToPath(new URL("../../packages/cli/bin/tweedie.mjs", import.meta.url));

/** A sweep as it is played here: the words after `tweedie sweep`, its folder, and a cache of its own for teachers. */
export interface Played {
  readonly words: readonly string[];
  readonly out: string;
  readonly cache: string;
}

/** Starts a sweep, or goes on with it, as the first of a process group of its own. */
function start({ words, out, cache }: Played): ChildProcess {
  const env = { ...process.env, TWEEDIE_CACHE: cache };
  return spawn(process.execPath, [tweedie, "sweep", ...words, "--out", out], { env, detached: true, stdio: "ignore" });
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once("close", (code) => resolve(code)));

/** Plays a sweep to its end. Returns what remains of it, and the milliseconds that it took. */
export async function playWhole(played: Played): Promise<{ readonly remains: string; readonly time: number }> {
  const begun = performance.now();
  const code = await endOf(start(played));
  if (code !== 0) throw new Error(`the sweep ended with ${code}`);
  return { remains: remainsOf(played.out), time: performance.now() - begun };
}

/** A process group is killed, all of it and at once, this long after its start. */
export interface Kill {
  readonly after: number;
  /** Lines of the journal when it was dead; none where there was no journal yet. */
  readonly lines: number;
}

/** Kills a sweep up to `times` times at random moments, goes on with it each time, and returns what remains in the end. */
export async function playKilled(
  played: Played,
  { times, within }: { readonly times: number; readonly within: number },
): Promise<{ readonly remains: string; readonly kills: readonly Kill[] }> {
  const kills: Kill[] = [];
  while (kills.length < times) {
    const child = start(played);
    const ended = endOf(child);
    const after = within * Math.random();
    const over = await Promise.race([ended.then(() => true), sleep(after, false)]);
    if (over) break; // the machine has become faster since the sweep that was left alone
    process.kill(-child.pid!, "SIGKILL");
    await ended;
    kills.push({ after, lines: linesOf(`${played.out}/journal.jsonl`) });
  }
  return { remains: (await playWhole(played)).remains, kills };
}

function linesOf(path: string): number {
  try {
    return readFileSync(path, "utf8").split("\n").length - 1;
  } catch {
    return 0;
  }
}

/** Plays a sweep whole and killed, in two folders. */
export async function compareKilled(words: readonly string[], folder: string, times = 3) {
  const played = (name: string): Played => ({ words, out: `${folder}/${name}`, cache: `${folder}/cache-${name}` });
  for (const name of ["whole", "killed"]) rmSync(played(name).out, { recursive: true, force: true });
  const whole = await playWhole(played("whole"));
  const killed = await playKilled(played("killed"), { times, within: whole.time / (times + 1) });
  return { whole, killed };
}
