import { existsSync } from "node:fs";
import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { findRuns } from "./find-runs.ts";
import { removeRun } from "./remove-run.ts";
import { runFolder, writeStatus } from "./run-folder.ts";
import { finishedStatus } from "./run-status.fixture.ts";

let root: string;
beforeEach(() => void (root = temporaryFolder()));

async function makeRun(name: string): Promise<string> {
  const folder = runFolder(join(root, name));
  for (const part of [folder.checkpoints, folder.samples, folder.teacher, folder.code, folder.trackers])
    await mkdir(part, { recursive: true });
  const files = [folder.config, folder.nonDefaults, folder.metrics, folder.teacherCurve, folder.report];
  for (const part of [...files, join(folder.checkpoints, "a"), join(folder.trackers, "b")]) await writeFile(part, "");
  await writeStatus(folder, finishedStatus);
  return folder.root;
}

test("runs are found at any depth, but not inside runs, in hidden folders or behind links", async () => {
  const [a, b] = [await makeRun("a"), await makeRun("sweeps/one/b")];
  await makeRun("a/samples/inner");
  await makeRun(".hidden/c");
  await symlink(a, join(root, "link"));
  await mkdir(join(root, "empty"));
  expect(await findRuns(root)).toEqual([a, b]);
  expect(await findRuns(a)).toEqual([a]);
});

test("a run is deleted with its folder", async () => {
  const run = await makeRun("a");
  expect(await removeRun(run)).toEqual([]);
  expect(existsSync(run)).toBe(false);
});

test("files that the run has not written are kept, also behind a link", async () => {
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

test("a folder without a run is refused and not changed", async () => {
  const run = await makeRun("runs/a");
  await symlink(run, join(root, "link"));
  await writeFile(join(root, "file"), "");
  await expect(removeRun(join(root, "link"))).rejects.toThrow("is a link");
  await expect(removeRun(`${join(root, "link")}/`)).rejects.toThrow("is a link");
  for (const name of ["runs", "file", "nothing"])
    await expect(removeRun(join(root, name))).rejects.toThrow("is not a run folder");
  await writeFile(join(root, "status.json"), '{"version": 3}');
  await expect(removeRun(root)).rejects.toThrow("is not the status of a run");
  expect(existsSync(join(run, "status.json"))).toBe(true);
});

test("a running run is refused, and a killed one is deleted", async () => {
  const run = await makeRun("a");
  await writeFile(runFolder(run).lock, JSON.stringify({ pid: process.ppid, host: hostname() }));
  await expect(removeRun(run)).rejects.toThrow(`process ${process.ppid} on ${hostname()} is running it`);
  await writeFile(runFolder(run).lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
  expect(await removeRun(run)).toEqual([]);
});
