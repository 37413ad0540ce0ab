import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { ownIdentity } from "../locks/process-identity.ts";
import { temporaryPath } from "../locks/temporary-path.ts";
import { lockHolder, lockRunFolder } from "./run-lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, "run.lock");
});

const elsewhere = { ...ownIdentity, host: "elsewhere", boot: "another", token: "theirs", lease: 60_000 };
const heldBy = (holder: object) => writeFile(path, JSON.stringify(holder));

test("a second writer is refused, and the message names the first", async () => {
  const lock = await lockRunFolder(path);
  await expect(lockRunFolder(path)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  lock.release();
  (await lockRunFolder(path)).release();
  expect(existsSync(path)).toBe(false);
});

test("a run on another host that sends heartbeats is not waited for", async () => {
  await heldBy({ ...elsewhere, lease: 600_000 });
  const waits: string[] = [];
  const onWait = (holder: string) => {
    waits.push(holder);
    void heldBy({ ...elsewhere, lease: 600_000 });
  };
  await expect(lockRunFolder(path, { onWait })).rejects.toThrow(`another run writes this folder`);
  expect(waits).toEqual([`process ${process.pid} on elsewhere`]);
});

test("the wait for a run on another host ends when it is aborted", async () => {
  await heldBy(elsewhere);
  const controller = new AbortController();
  const onWait = () => controller.abort();
  await expect(lockRunFolder(path, { signal: controller.signal, onWait })).rejects.toThrow("interrupted");
});

test("a run on another host is taken over when its lease has run out", async () => {
  await heldBy({ ...elsewhere, lease: 300 });
  const lock = await lockRunFolder(path);
  lock.check();
  expect(lockHolder(path)).toMatchObject({ pid: process.pid, host: hostname() });
  lock.release();
});

test("a writer that has lost its lock is stopped with the name of the new one, and leaves the new lock", async () => {
  const lock = await lockRunFolder(path);
  lock.check();
  await heldBy(elsewhere);
  expect(() => lock.check()).toThrow(`lost its folder to another one: process ${process.pid} on elsewhere`);
  lock.release();
  expect(await readFile(path, "utf8")).toContain("theirs");
  const again = await lockRunFolder(path, { owned: true });
  await rm(path);
  expect(() => again.check()).toThrow("the lock file was removed");
});

test("the next run removes what killed processes left, and nothing of a living process", async () => {
  const own = temporaryPath(join(folder, "status.json"));
  const suffix = own.slice(own.indexOf(".tmp-"));
  const dead = suffix.replace(/tmp-\d+-\d*/, `tmp-${2 ** 22 + 1}-1`);
  const elsewhereSuffix = dead.replace(/[0-9a-f]{8}-\d+$/, "00000000-1");
  await mkdir(join(folder, `checkpoints/distill-000000006${dead}`), { recursive: true });
  await mkdir(join(folder, "samples"));
  const leftovers = [`status.json${dead}`, "config.yaml.tmp-17", `samples/a.npy${elsewhereSuffix}`, `run.lock${dead}`];
  const kept = [`samples/b.npy${suffix}`, "samples/c.npy", "metrics.jsonl", `run.lock${elsewhereSuffix}`];
  for (const name of [...leftovers, "run.lock.after-gone", ...kept]) await writeFile(join(folder, name), "{}");
  const lock = await lockRunFolder(path);
  lock.removeLeftovers();
  lock.release();
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\./.test(name));
  expect(files.sort()).toEqual(kept.sort());
  expect(readdirSync(join(folder, "checkpoints"))).toEqual([]);
});
