import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import local from "./local.ts";

test("the cores are divided between the trials, and every trial has one", () => {
  const cores = availableParallelism();
  expect(local.create({}).agent()).toEqual({ workers: cores, threads: 1 });
  expect(local.create({ parallel: 1 }).agent()).toEqual({ workers: 1, threads: cores });
  expect(local.create({ parallel: 1 }).agent(2 * cores)).toEqual({ workers: 2 * cores, threads: 1 });
  expect(local.create({ threads: 3 }).agent()).toEqual({ workers: cores, threads: 3 });
});

test("an agent that is detached writes into the sweep's folder, and is counted while it lives", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-local-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const command = [process.execPath, "-e", "console.log('at work'); process.stdin.resume(); setTimeout(() => 0, 500)"];
  const jobs = await local.create({}).launch({ name: "x", folder, command, trials: 1 });
  expect(await local.create({}).alive(jobs)).toEqual({ running: 1, queued: 0 });
  await vi.waitFor(() => expect(readFileSync(join(folder, "agents/local.log"), "utf8")).toBe("at work\n"), 10_000);
  expect(await local.create({}).alive([String(spawnSync("true").pid)])).toEqual({ running: 0, queued: 0 });
});
