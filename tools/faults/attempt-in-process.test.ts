import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { root } from "../docs/documents.ts";
import { attemptInProcess } from "./attempt-in-process.ts";
import { checks } from "./checks/index.ts";
import { killTree } from "./kill-tree.ts";
import { createTally, injected, TimeIsOver } from "./tally.ts";

/** True if a process exists and is no zombie. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).startsWith("Z");
  } catch {
    return false; // no such process
  }
}

test.skipIf(process.platform === "win32")(
  "a suspended process in a process group of its own is killed with the process that started it",
  async () => {
    const inner = "process.kill(process.pid, 'SIGSTOP'); setInterval(() => {}, 1000);";
    const outer = `const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, ["-e", ${JSON.stringify(inner)}], { detached: true, stdio: "ignore" });
      console.log(child.pid); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["-e", outer], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
    const ended = once(child, "exit");
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    const suspended = Number(text.toString());
    expect(isAlive(suspended)).toBe(true);
    killTree(child.pid!);
    expect(await ended).toEqual([null, "SIGKILL"]);
    await vi.waitFor(() => expect(isAlive(suspended)).toBe(false), { timeout: 30_000 });
  },
);

const attempt = (signal: AbortSignal) => {
  const check = checks.find(({ id }) => id === "kill-run")!;
  return { check, root, build: root, seed: 0, times: 1, tally: createTally(), signal };
};

test("a check is ended with the soak", async () => {
  await expect(attemptInProcess(attempt(AbortSignal.abort()))).rejects.toThrow(TimeIsOver);
});

test("a check without an outcome for a long time is ended as one that hangs", async () => {
  const never = new AbortController().signal;
  await expect(attemptInProcess(attempt(never), 1)).rejects.toThrow("the check kill-run hangs: no outcome for 0 s");
});

/** Waits without reading events until a process has ended. Its parent still has it as a zombie. */
function blockUntilEnd(pid: number): void {
  while (isAlive(pid)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}

const childrenOf = (pid: number): readonly number[] =>
  execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
    .trim()
    .split(/\s+/)
    .map(Number);

test.skipIf(process.platform !== "linux")(
  "the outcomes of a check are kept whose process ends while this one is busy",
  async () => {
    const never = new AbortController().signal;
    const others = childrenOf(process.pid);
    const given = { ...attempt(never), check: checks.find(({ id }) => id === "damaged-line")! };
    const end = attemptInProcess(given);
    const pid = childrenOf(process.pid).find((each) => !others.includes(each))!;
    // The end of the other process and its message are read together: first its message, and then all ends at once.
    const other = fork("data:text/javascript,", { execArgv: ["-e", "process.send(1)"] });
    other.once("message", () => blockUntilEnd(pid));
    blockUntilEnd(other.pid!);
    await end;
    expect(given.tally.counts).toMatchObject({ crashed: 0 });
    expect(injected(given.tally.counts)).toBe(1);
  },
);
