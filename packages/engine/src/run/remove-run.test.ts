import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRuns } from "./find-runs.ts";
import { removeRun } from "./remove-run.ts";
import { runFolder, type RunStatus, writeStatus } from "./run-folder.ts";

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), "tweedie-"))));
afterEach(() => rm(root, { recursive: true }));

const status: RunStatus = {
  name: "ring",
  status: "completed",
  seed: 0,
  backend: "ort",
  started: "2026-01-01T00:00:00Z",
  seconds: 1,
  configHash: "",
  version: "0.1.0",
  phase: "distill",
  step: 1,
  metrics: {},
  floors: {},
  baselines: {},
  teacher: {},
  goals: {},
  warnings: [],
};

async function makeRun(name: string): Promise<string> {
  const folder = runFolder(join(root, name));
  for (const part of [folder.checkpoints, folder.samples, folder.teacher, folder.code])
    await mkdir(part, { recursive: true });
  for (const part of [folder.config, folder.metrics, join(folder.checkpoints, "a")]) await writeFile(part, "");
  await writeStatus(folder, status);
  return folder.root;
}

test("runs are found at any depth, and nothing inside them, in hidden folders or behind links", async () => {
  const [a, b] = [await makeRun("a"), await makeRun("sweeps/one/b")];
  await makeRun("a/samples/inner");
  await makeRun(".hidden/c");
  await symlink(a, join(root, "link"));
  await mkdir(join(root, "empty"));
  expect(await findRuns(root)).toEqual([a, b]);
  expect(await findRuns(a)).toEqual([a]);
});

test("all of a run is deleted", async () => {
  const run = await makeRun("a");
  expect(await removeRun(run)).toEqual([]);
  expect(existsSync(run)).toBe(false);
});

test("what the run has not written is left alone, also behind a link", async () => {
  const run = await makeRun("a");
  await mkdir(join(root, "elsewhere"));
  await writeFile(join(root, "elsewhere", "weights"), "");
  await rm(join(run, "checkpoints"), { recursive: true });
  await symlink(join(root, "elsewhere"), join(run, "checkpoints"));
  await writeFile(join(run, "thesis.tex"), "");
  expect(await removeRun(run)).toEqual(["thesis.tex"]);
  expect(await readdir(run)).toEqual(["thesis.tex"]);
  expect(await readdir(join(root, "elsewhere"))).toEqual(["weights"]);
});

test("what is no run is refused, and nothing is touched", async () => {
  const run = await makeRun("runs/a");
  await symlink(run, join(root, "link"));
  await writeFile(join(root, "file"), "");
  await expect(removeRun(join(root, "link"))).rejects.toThrow("is a link");
  await expect(removeRun(`${join(root, "link")}/`)).rejects.toThrow("is a link");
  for (const no of ["runs", "file", "nothing"]) await expect(removeRun(join(root, no))).rejects.toThrow("holds no run");
  await writeFile(join(root, "status.json"), '{"version": 3}');
  await expect(removeRun(root)).rejects.toThrow("is not the status of a run");
  expect(existsSync(join(run, "status.json"))).toBe(true);
});

test("a run that goes on is refused, one that was killed is not", async () => {
  const run = await makeRun("a");
  await writeFile(runFolder(run).lock, JSON.stringify({ pid: process.ppid, host: hostname() }));
  await expect(removeRun(run)).rejects.toThrow(`process ${process.ppid} on ${hostname()} is running it`);
  await writeFile(runFolder(run).lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
  expect(await removeRun(run)).toEqual([]);
});
