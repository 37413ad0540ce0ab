import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownIdentity } from "./process-identity.ts";
import type { ToRacer } from "./race-process.fixture.ts";

export interface RaceOptions {
  /** An existing folder for the lock files. */
  readonly folder: string;
  readonly races: number;
  readonly processes: number;
  /** Module that exports a `LockAdapter`. Default: one attempt of `createLocker`. */
  readonly adapter?: string;
}

export interface RaceResult {
  readonly races: number;
  /** Numbers of races after which two or more processes held the lock, and after which none did. */
  readonly withTwo: number;
  readonly withNone: number;
  /** Names of the files that the races left. */
  readonly leftovers: readonly string[];
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Contents of the lock of a dead process: in this format, in that of version 0.1.0, and of a number that another process has now. */
function abandonedLocks(): readonly string[] {
  const { pid } = spawnSync("true");
  const { host } = ownIdentity;
  const record = { ...ownIdentity, token: "abandoned", lease: 60_000 };
  return [
    { ...record, pid },
    { pid, host },
    { ...record, pid: process.pid, start: "1" },
  ].map((each) => JSON.stringify(each));
}

/**
 * Lets several processes take over the abandoned lock of a dead one at the same time, again and again. No process releases a lock before
 * all have ended their attempts, so the processes that succeed hold it together.
 */
export async function raceForLock(options: RaceOptions): Promise<RaceResult> {
  const { folder, races, processes, adapter } = options;
  const racers = await Promise.all(Array.from({ length: processes }, () => startRacer(adapter)));
  const abandoned = abandonedLocks();
  let [withTwo, withNone] = [0, 0];
  for (let race = 0; race < races; race++) {
    const path = join(folder, `${race}.lock`);
    const content = abandoned[race % abandoned.length]!.replace("abandoned", `abandoned-${race}`);
    writeFileSync(path, content);
    const at = performance.timeOrigin + performance.now() + 2;
    const answers = await Promise.all(racers.map((racer) => ask(racer, { path, at })));
    const error = answers.find((answer) => answer.startsWith("error"));
    if (error) throw new Error(error);
    const holders = answers.filter((answer) => answer === "held").length;
    if (holders > 1) withTwo++;
    if (holders === 0) withNone++;
    await Promise.all(racers.map((racer) => ask(racer, "release")));
    rmSync(path, { force: true }); // two holders may have left it
  }
  racers.forEach((racer) => racer.disconnect());
  return { races, withTwo, withNone, leftovers: readdirSync(folder) };
}

async function startRacer(adapter?: string): Promise<ChildProcess> {
  const execArgv = ["--import", file("../typescript/run-typescript.mjs")];
  const racer = fork(file("./race-process.fixture.ts"), adapter ? [adapter] : [], { execArgv });
  await once(racer, "message");
  return racer;
}

async function ask(racer: ChildProcess, message: ToRacer): Promise<string> {
  const answer = once(racer, "message");
  racer.send(message);
  return String((await answer)[0]);
}
