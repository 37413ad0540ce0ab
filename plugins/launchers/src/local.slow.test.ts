import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, onTestFinished, test, vi } from "vitest";
import local from "./local.ts";

test("a detached agent logs to the sweep's folder, and counts as running while its process exists", async () => {
  const folder = temporaryFolder();
  const command = [process.execPath, "-e", "console.log('at work'); setInterval(() => 0, 1_000)"];
  const jobs = await local.create({}).launch({ name: "x", folder, command, trials: 1 });
  onTestFinished(() => void process.kill(Number(jobs[0])));
  expect(await local.create({}).alive(jobs)).toEqual({ running: 1, queued: 0 });
  await vi.waitFor(() => expect(readFileSync(join(folder, "agents/local.log"), "utf8")).toBe("at work\n"), 120_000);
  expect(await local.create({}).alive([String(spawnSync("true").pid)])).toEqual({ running: 0, queued: 0 });
});
