import { execFile, fork } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryProject } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { program } from "../sweep/local-agent.ts";
import { canaryProject, importedIn } from "./stranger.fixture.ts";

const loss = "plugins";
const sampler = "plugins/sampler";

/** Runs the command in a user's own project. */
const tweedie = (own: string, ...argv: readonly string[]) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(process.execPath, [program, ...argv], { cwd: own }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

test("the workers and agents of a sweep inherit the consent, and nobody else has it", async () => {
  const [own, stranger] = [temporaryProject(), canaryProject()];
  const sweep = ["sweep", join(stranger, "sweeps/sweep.yaml"), "--name", "s", "--parallel", "1"];
  const refused = await tweedie(own, ...sweep);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(existsSync(join(own, "sweeps"))).toBe(false);
  expect(importedIn(stranger)).toEqual([]);

  // The worker runs the loss: its only trial is complete.
  expect((await tweedie(own, ...sweep, "--trust")).stdout).toMatch(/s: 1 complete of 1 trials/);
  expect(importedIn(stranger)).toEqual([loss, sampler]);

  rmSync(join(own, "sweeps/s/journal.jsonl"));
  for (const folder of importedIn(stranger)) rmSync(join(stranger, folder, "canary"));
  for (const command of [["agent"], ["sweep", "resume"]]) {
    const { code, stderr } = await tweedie(own, ...command, "s");
    expect(code).toBe(2);
    expect(stderr).toMatch(/loss\.ts.*sampler\.ts|sampler\.ts.*loss\.ts/s);
    expect(importedIn(stranger)).toEqual([]);
  }
  expect((await tweedie(own, "agent", "s", "--parallel", "1", "--trust")).code).toBe(0);
  expect(importedIn(stranger)).toEqual([loss, sampler]);
  expect((await tweedie(own, "sweep", "status", "s")).stdout).toMatch(/1 complete of 1 trials/);
  rmSync(join(own, "sweeps/s/journal.jsonl"));
  expect((await tweedie(own, "sweep", "resume", "s", "--trust", "--parallel", "1")).code).toBe(0);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("agents that a launcher starts later have the option --trust", async () => {
  const [own, stranger] = [temporaryProject(), canaryProject()];
  const preview = ["sweep", join(stranger, "sweeps/sweep.yaml"), "--trust", "--dry-run"];
  expect((await tweedie(own, ...preview)).stdout).toMatch(/ agent .* --trust\n$/);
  const launched = await tweedie(own, ...preview.slice(0, -1), "--detach", "--json", "--name", "d", "--parallel", "1");
  expect(launched.code).toBe(0);
  const { jobs } = JSON.parse(launched.stdout.trimEnd().split("\n").at(-1)!) as { readonly jobs: readonly string[] };
  const status = async () => (await tweedie(own, "sweep", "status", "d", "--json")).stdout;
  for (;;) {
    const isAlive = jobs.every((job) => isRunning(Number(job)));
    if ((await status()).includes('"status":"finished"')) break;
    expect(isAlive).toBe(true);
  }
  expect(JSON.parse(await status())).toMatchObject({ counts: { complete: 1, failed: 0 } });
});

test("a worker imports what its agent names, and nothing else", async () => {
  const [own, stranger] = [temporaryProject(), canaryProject()];
  const worker = fork(program, ["worker"], { cwd: own, serialization: "advanced", silent: true });
  const run = (trusted: "all" | readonly string[]) =>
    new Promise<object>((resolve) => {
      worker.on("message", function listen(message: { readonly type: string }) {
        if (message.type !== "ended" && message.type !== "failed") return;
        worker.off("message", listen);
        resolve(message);
      });
      const task = { experiment: join(stranger, "experiments/ring.yaml"), overrides: [], out: join(own, "runs/a") };
      worker.send({ type: "run", ...task, threads: 1, lease: 600_000, trusted });
    });
  try {
    expect(await run([])).toMatchObject({ type: "failed", exit: 2 });
    expect(await run([join(stranger, "plugins/other.ts")])).toMatchObject({ type: "failed", exit: 2 });
    expect(importedIn(stranger)).toEqual([]);
    expect(await run([join(stranger, "plugins/loss.ts")])).toMatchObject({ type: "ended" });
    expect(importedIn(stranger)).toEqual([loss]);
  } finally {
    worker.kill();
  }
});

test("a stranger's sweep file starts no jobs on a cluster: its options can contain shell lines", async () => {
  const [own, stranger] = [temporaryProject(), canaryProject()];
  const file = join(stranger, "sweeps/slurm.yaml");
  writeFileSync(join(stranger, "experiments/plain.yaml"), "extends: ring.yaml\nloss: sid/l2\n");
  const sweep = (engine: string) =>
    `experiment: ../experiments/plain.yaml\nparameters: { loss.lambda: [0, 1] }\nengine: ${engine}\n`;
  writeFileSync(file, sweep("{ use: slurm, setup: [touch /tmp/x] }"));
  const { code, stderr } = await tweedie(own, "sweep", file, "--dry-run");
  expect(code).toBe(2);
  expect(stderr).toContain("launchers/slurm");
  writeFileSync(file, sweep("{ use: local }"));
  expect((await tweedie(own, "sweep", file, "--dry-run")).code).toBe(0);
});
