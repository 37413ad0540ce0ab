import { writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { ownIdentity } from "../locks/process-identity.ts";
import { acquireMutex } from "./mutex.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, "cache/teacher.lock");
});

const options = { signal: new AbortController().signal, onWait: () => undefined };

test("six concurrent tasks hold the mutex once each, one at a time", async () => {
  let holders = 0;
  let mostHolders = 0;
  let acquisitions = 0;
  const task = async () => {
    const release = await acquireMutex(path, options);
    mostHolders = Math.max(mostHolders, ++holders);
    acquisitions++;
    await new Promise((resolve) => setImmediate(resolve));
    holders--;
    release!();
  };
  await Promise.all(Array.from({ length: 6 }, task));
  expect({ mostHolders, acquisitions }).toEqual({ mostHolders: 1, acquisitions: 6 });
});

test("a waiting caller learns the holder once, and an abort ends the wait", async () => {
  const release = await acquireMutex(path, options);
  const holders: string[] = [];
  const controller = new AbortController();
  const onWait = (holder: string) => {
    holders.push(holder);
    controller.abort();
  };
  expect(await acquireMutex(path, { signal: controller.signal, onWait })).toBeUndefined();
  expect(holders).toEqual([`process ${process.pid} on ${hostname()}`]);
  release!();
});

test("the mutex of a dead process is taken over", async () => {
  const release = await acquireMutex(path, options);
  release!();
  const { pid } = spawnSync("true");
  await writeFile(path, JSON.stringify({ pid, host: hostname() }));
  expect(await acquireMutex(path, options)).toBeDefined();
});

test("the mutex of a process on another host is taken over after its lease, and not before", async () => {
  (await acquireMutex(path, options))!();
  const lease = 400;
  await writeFile(path, JSON.stringify({ ...ownIdentity, host: "elsewhere", boot: "another", token: "theirs", lease }));
  const start = performance.now();
  expect(await acquireMutex(path, options)).toBeDefined();
  expect(performance.now() - start).toBeGreaterThan(lease);
});
