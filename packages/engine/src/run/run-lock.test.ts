import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { lockRunFolder } from "./run-lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, "run.lock");
});

const heldBy = (holder: object) => writeFile(path, JSON.stringify(holder));

/** Acquires the lock and releases it. */
async function lockAndRelease(): Promise<void> {
  const release = await lockRunFolder(path);
  await release();
}

test("a second writer is refused, and the message names the first", async () => {
  const release = await lockRunFolder(path);
  await expect(lockRunFolder(path)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  await release();
  await lockAndRelease();
  expect(existsSync(path)).toBe(false);
});

test("a live process keeps its lock", async () => {
  await heldBy({ pid: process.ppid, host: hostname() });
  await expect(lockRunFolder(path)).rejects.toThrow("another run writes this folder");
});

test("the lock of a dead process is taken over", async () => {
  const { pid } = spawnSync("true");
  await heldBy({ pid, host: hostname() });
  await lockAndRelease();
});

test("a lock with this process's id that it did not acquire is of an earlier process and is taken over", async () => {
  await heldBy({ pid: process.pid, host: hostname() });
  await lockAndRelease();
});

test("a lock of another host is respected, because its process cannot be checked", async () => {
  await heldBy({ pid: 1, host: "elsewhere" });
  await expect(lockRunFolder(path)).rejects.toThrow("on elsewhere");
});

test("an incomplete lock file, as a crash leaves it, is taken over", async () => {
  await writeFile(path, '{"pi');
  await lockAndRelease();
});

test("the owner of a folder takes over the lock of any process but itself", async () => {
  await heldBy({ pid: 1, host: "elsewhere" });
  const release = await lockRunFolder(path, { owned: true });
  await expect(lockRunFolder(path, { owned: true })).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  await release();
});
