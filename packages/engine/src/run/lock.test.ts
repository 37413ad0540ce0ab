import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lock } from "./lock.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  path = join(folder, "run.lock");
});
afterEach(() => rm(folder, { recursive: true }));

const heldBy = (holder: object) => writeFile(path, JSON.stringify(holder));

test("a second writer is refused and told who the first is", async () => {
  const release = await lock(path);
  await expect(lock(path)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  await release();
  await (
    await lock(path)
  )();
  expect(existsSync(path)).toBe(false);
});

test("a living process keeps its lock", async () => {
  await heldBy({ pid: process.ppid, host: hostname() });
  await expect(lock(path)).rejects.toThrow("another run writes this folder");
});

test("a dead process has lost its lock", async () => {
  const { pid } = spawnSync("true");
  await heldBy({ pid, host: hostname() });
  await (
    await lock(path)
  )();
});

test("a lock with our number, but not ours, is of an earlier process", async () => {
  await heldBy({ pid: process.pid, host: hostname() });
  await (
    await lock(path)
  )();
});

test("a lock of another machine stands, since nobody can tell here whether its holder lives", async () => {
  await heldBy({ pid: 1, host: "elsewhere" });
  await expect(lock(path)).rejects.toThrow("on elsewhere");
});

test("a lock torn by a crash is taken over", async () => {
  await writeFile(path, '{"pi');
  await (
    await lock(path)
  )();
});

test("who owns a folder takes over the lock of any other process, but not its own", async () => {
  await heldBy({ pid: 1, host: "elsewhere" });
  const release = await lock(path, { owned: true });
  await expect(lock(path, { owned: true })).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  await release();
});
