import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { resultsOf } from "./results.ts";

const tweedie = fileURLToPath(new URL("../../packages/cli/bin/tweedie.mjs", import.meta.url));

/** A sweep: the arguments of `tweedie sweep`, its folder, and its own cache for teachers. */
export interface SweepCommand {
  readonly args: readonly string[];
  readonly out: string;
  readonly cache: string;
}

/** Starts or resumes a sweep as the leader of its own process group. */
function start({ args, out, cache }: SweepCommand): ChildProcess {
  const env = { ...process.env, TWEEDIE_CACHE: cache };
  return spawn(process.execPath, [tweedie, "sweep", ...args, "--out", out], { env, detached: true, stdio: "ignore" });
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once("close", (code) => resolve(code)));

/** Runs a sweep to its end. Returns its results and the milliseconds that it took. */
export async function runWhole(sweep: SweepCommand): Promise<{ readonly results: string; readonly time: number }> {
  const begun = performance.now();
  const code = await endOf(start(sweep));
  if (code !== 0) throw new Error(`the sweep ended with ${code}`);
  return { results: resultsOf(sweep.out), time: performance.now() - begun };
}

/** Kill of a whole process group, `after` milliseconds after its start. */
export interface Kill {
  readonly after: number;
  /** Lines of the journal after the kill; 0 without a journal. */
  readonly lines: number;
}

/** Kills a sweep up to `times` times at random times, resumes it each time, and returns its final results. */
export async function runKilled(
  sweep: SweepCommand,
  { times, within }: { readonly times: number; readonly within: number },
): Promise<{ readonly results: string; readonly kills: readonly Kill[] }> {
  const kills: Kill[] = [];
  while (kills.length < times) {
    const child = start(sweep);
    const ended = endOf(child);
    const after = within * Math.random();
    const over = await Promise.race([ended.then(() => true), sleep(after, false)]);
    if (over) break; // the machine has become faster since the uninterrupted sweep
    process.kill(-child.pid!, "SIGKILL");
    await ended;
    kills.push({ after, lines: linesOf(`${sweep.out}/journal.jsonl`) });
  }
  return { results: (await runWhole(sweep)).results, kills };
}

function linesOf(path: string): number {
  try {
    return readFileSync(path, "utf8").split("\n").length - 1;
  } catch {
    return 0;
  }
}

/** Runs a sweep uninterrupted and killed, in two folders. */
export async function compareKilled(args: readonly string[], folder: string, times = 3) {
  const sweep = (name: string): SweepCommand => ({ args, out: `${folder}/${name}`, cache: `${folder}/cache-${name}` });
  for (const name of ["whole", "killed"]) rmSync(sweep(name).out, { recursive: true, force: true });
  const whole = await runWhole(sweep("whole"));
  const killed = await runKilled(sweep("killed"), { times, within: whole.time / (times + 1) });
  return { whole, killed };
}
