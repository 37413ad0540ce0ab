import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { isLock } from "./acquire-lock.ts";
import { createLocker, type LockOptions } from "./lock-file.ts";
import { ownIdentity } from "./process-identity.ts";

let path: string;
beforeEach(() => void (path = join(temporaryFolder(), "lock")));

const attempt = (options: LockOptions = { lease: 60_000 }) => {
  const locker = createLocker(path, options);
  const result = locker.attempt();
  locker.dispose();
  return result;
};
const isTaken = (options?: LockOptions) => isLock(attempt(options));

const record = { ...ownIdentity, token: "earlier", lease: 60_000 };
const elsewhere = { ...record, host: "elsewhere", boot: "another" };
const dead = { ...record, pid: spawnSync("true").pid };
const write = (content: object, at = path) => writeFileSync(at, JSON.stringify(content));

/** Starts a program that waits. It is killed when the test ends. */
function startProgram(command: string, ...args: string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}
const waitingNode = "console.log(); setInterval(() => {}, 1000)";

test("a lock that this process holds is refused, and is free after its release", () => {
  const lock = attempt();
  expect(attempt()).toMatchObject({ pid: process.pid, host: hostname(), state: "alive" });
  if (isLock(lock)) lock.release();
  expect(readdirSync(join(path, ".."))).toEqual([]);
  expect(isTaken()).toBe(true);
});

test.each([
  ["a dead process", dead],
  ["a number that another process has now", { ...record, start: "1" }],
  ["a dead process, in the format of version 0.1.0", { pid: dead.pid, host: hostname() }],
  ["an earlier process with this one's number, in the format of version 0.1.0", { pid: process.pid, host: hostname() }],
])("the lock of %s is taken over at once", (_, content) => {
  write(content);
  expect(isTaken()).toBe(true);
  expect(readdirSync(join(path, ".."))).toEqual(["lock"]);
});

test.runIf(process.platform === "linux")("the lock of a zombie is taken over at once", async () => {
  // The shell starts a process that reads from pipe 3, and becomes a program that does not collect it when it ends.
  const parent = startProgram("sh", "-c", "cat <&3 & echo $!; exec sleep 100");
  const [line] = (await once(parent.stdout!, "data")) as [Buffer];
  await vi.waitFor(() => expect(readFileSync(`/proc/${parent.pid}/comm`, "utf8")).toBe("sleep\n"), { timeout: 60_000 });
  (parent.stdio[3] as Writable).end();
  const pid = Number(line.toString());
  await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z "), { timeout: 60_000 });
  write({ pid, host: hostname() });
  expect(isTaken()).toBe(true);
  const start = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")[19]!;
  write({ ...record, pid, start });
  expect(isTaken()).toBe(true);
});

test("the lock of a suspended process is never taken over", async () => {
  const child = startProgram(process.execPath, "-e", waitingNode);
  await once(child.stdout!, "data");
  child.kill("SIGSTOP");
  write({ pid: child.pid, host: hostname() });
  expect(attempt()).toMatchObject({ pid: child.pid, state: "alive" });
});

test.runIf(process.platform === "linux")(
  "a lock of version 0.1.0 is of a dead process if its number has another program or a process younger than the lock",
  async () => {
    const sleep = startProgram("sleep", "100");
    await vi.waitFor(() => expect(readFileSync(`/proc/${sleep.pid}/comm`, "utf8")).toBe("sleep\n"), {
      timeout: 60_000,
    });
    write({ pid: sleep.pid, host: hostname() });
    expect(isTaken()).toBe(true);
    const child = startProgram(process.execPath, "-e", waitingNode);
    await once(child.stdout!, "data");
    write({ pid: child.pid, host: hostname() });
    const anHourAgo = Date.now() / 1_000 - 3_600;
    utimesSync(path, anHourAgo, anHourAgo);
    expect(isTaken()).toBe(true);
  },
);

test.each([
  ["of another host", elsewhere],
  ["of another boot of this host", { ...record, boot: "another" }],
  ["of process 1 of another container of this host", { ...record, pid: 1, namespace: "pid:[1]" }],
])("a lock %s is taken over when it shows no heartbeat for its lease, and not before", (_, content) => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  write(content);
  const locker = createLocker(path, { lease: 1 });
  // The clock of the file system runs on: at 60 s the result depends on when the lock was written.
  for (let second = 0; second < 60; second++) {
    expect(isLock(locker.attempt()), `after ${second} s`).toBe(false);
    vi.advanceTimersByTime(1_000);
  }
  vi.advanceTimersByTime(1_000);
  expect(isLock(locker.attempt())).toBe(true);
});

test("a heartbeat renews the lease of a lock of another host", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  write(elsewhere);
  const locker = createLocker(path, { lease: 1 });
  expect(locker.attempt()).toMatchObject({ state: "elsewhere", hasBeaten: false });
  for (let second = 0; second < 59; second++) {
    vi.advanceTimersByTime(1_000);
    locker.attempt();
  }
  utimesSync(path, 1, 1);
  expect(locker.attempt()).toMatchObject({ hasBeaten: true });
  locker.dispose();
});

test("time in which this process was suspended does not count against another host's lease", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  write(elsewhere);
  const locker = createLocker(path, { lease: 1 });
  locker.attempt();
  vi.advanceTimersByTime(3_600_000);
  expect(isLock(locker.attempt())).toBe(false);
  locker.dispose();
});

test.each([
  ["in this format", elsewhere],
  ["in the format of version 0.1.0", { pid: 17, host: "elsewhere" }],
])("a lock of another host that is hours old, %s, is taken over after 10 s without a heartbeat", (_, content) => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  write(content);
  const hoursAgo = Date.now() / 1_000 - 7_200;
  utimesSync(path, hoursAgo, hoursAgo);
  const locker = createLocker(path, { lease: 1 });
  for (let second = 0; second < 11; second++) {
    expect(isLock(locker.attempt()), `after ${second} s`).toBe(false);
    vi.advanceTimersByTime(1_000);
  }
  expect(isLock(locker.attempt())).toBe(true);
});

test("a lock of version 0.1.0 on another host is respected while its run writes results", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  write({ pid: 17, host: "elsewhere" });
  utimesSync(path, 1, 1);
  const locker = createLocker(path, { lease: 1, formerActivity: () => Date.now() });
  for (let second = 0; second < 300; second++) {
    expect(isLock(locker.attempt())).toBe(false);
    vi.advanceTimersByTime(1_000);
  }
  locker.dispose();
});

test("an incomplete lock file, as a power failure leaves it, is taken over when it has not changed for 2 s", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  writeFileSync(path, '{"pi');
  const locker = createLocker(path, { lease: 60_000 });
  expect(isLock(locker.attempt())).toBe(false);
  for (let i = 0; i < 3; i++) {
    vi.advanceTimersByTime(1_000);
    if (i < 2) expect(isLock(locker.attempt())).toBe(false);
  }
  expect(isLock(locker.attempt())).toBe(true);
});

test("a takeover that was interrupted at any step is completed by the next process", () => {
  write(dead);
  write({ ...dead, token: "second" }, `${path}.after-earlier`);
  write({ ...dead, token: "third" }, `${path}.after-second`);
  expect(isTaken()).toBe(true);
  expect(readdirSync(join(path, ".."))).toEqual(["lock"]);
});

test("during a takeover the process that takes over is the holder", () => {
  write(dead);
  write({ ...record, pid: process.ppid, start: "", token: "second" }, `${path}.after-earlier`);
  expect(attempt()).toMatchObject({ pid: process.ppid });
});

test("a holder notices that it has lost its lock, and removes neither the file nor the successor of another one", () => {
  const lock = attempt();
  if (!isLock(lock)) return expect.unreachable();
  expect(lock.isHeld()).toBe(true);
  write(elsewhere);
  expect(lock.isHeld()).toBe(false);
  lock.release();
  expect(existsSync(path)).toBe(true);
  rmSync(path);
  expect(lock.isHeld()).toBe(false);
});

test("the owner of a lock takes it over from any process but its own", () => {
  write(elsewhere);
  const owned = { lease: 60_000, owned: true };
  expect(isTaken(owned)).toBe(true);
  expect(isTaken(owned)).toBe(false);
});
