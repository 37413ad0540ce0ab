import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { turn } from "./turn.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  path = join(folder, "cache/teacher.lock");
});
afterEach(() => rm(folder, { recursive: true }));

const signal = new AbortController().signal;
const quietly = { signal, onWait: () => undefined };

test("of many that want a turn one has it at a time, and each has it once", async () => {
  let inside = 0;
  let most = 0;
  let turns = 0;
  const one = async () => {
    const end = await turn(path, quietly);
    most = Math.max(most, ++inside);
    turns++;
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
    await end!();
  };
  await Promise.all(Array.from({ length: 6 }, one));
  expect({ most, turns }).toEqual({ most: 1, turns: 6 });
});

test("who waits is told for whom, and an abort ends the waiting", async () => {
  const end = await turn(path, quietly);
  const told: string[] = [];
  const controller = new AbortController();
  const waiting = turn(path, { signal: controller.signal, onWait: (holder) => told.push(holder) });
  setTimeout(() => controller.abort(), 30);
  expect(await waiting).toBeUndefined();
  expect(told).toEqual([`process ${process.pid} on ${hostname()}`]);
  await end!();
});

test("a process that died in its turn holds nobody up", async () => {
  const end = await turn(path, quietly);
  await end!();
  const { pid } = spawnSync("true");
  await writeFile(path, JSON.stringify({ pid, host: hostname() }));
  expect(await turn(path, quietly)).toBeDefined();
});

test("one on another host loses its turn when it has been silent for long, and not before", async () => {
  await (await turn(path, quietly))!();
  await writeFile(path, JSON.stringify({ pid: 1, host: "elsewhere" }));
  const begun = performance.now();
  expect(await turn(path, { ...quietly, silence: 400 })).toBeDefined();
  expect(performance.now() - begun).toBeGreaterThan(400);
});
