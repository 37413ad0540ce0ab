import { utimes, writeFile } from "node:fs/promises";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { liveStatus } from "./live-status.ts";
import { type RunFolder, runFolder } from "./run-folder.ts";
import { lockRunFolder } from "./run-lock.ts";
import { finishedStatus } from "./run-status.fixture.ts";

const now = Date.parse("2026-01-01T00:10:00Z");
const running = { ...finishedStatus, status: "running", phase: "pretrain", step: 0, seconds: 5 } as const;
const rows = [
  { phase: "pretrain", step: 4000, values: {} },
  { phase: "distill", step: 150, values: {} },
] as const;

let folder: RunFolder;
/** Writes status and log as the run of a moment ago: the status 60 seconds before `now`, the log 20 seconds before. */
beforeEach(async () => {
  folder = runFolder(temporaryFolder());
  for (const [path, age] of [
    [folder.status, 60],
    [folder.metrics, 20],
  ] as const) {
    await writeFile(path, "");
    await utimes(path, new Date(now), new Date(now - 1_000 * age));
  }
});

test("a run whose teacher came from the cache is in its distillation, at the last row of the log", async () => {
  const lock = await lockRunFolder(folder.lock);
  const status = await liveStatus(folder, running, { rows, now });
  lock.release();
  expect(status).toEqual({ ...running, phase: "distill", step: 150, seconds: 65 });
});

test("a killed run is interrupted, with the last known step and the time until then", async () => {
  expect(await liveStatus(folder, running, { rows, now })).toEqual({
    ...running,
    status: "interrupted",
    reason: "its process no longer exists",
    phase: "distill",
    step: 150,
    seconds: 45,
  });
});

test("rows of before the last checkpoint do not set a run back", async () => {
  const status = { ...running, phase: "distill", step: 200 } as const;
  expect(await liveStatus(folder, status, { rows, now })).toMatchObject({ phase: "distill", step: 200 });
});

test("the status of a run that has ended is as it was written", async () => {
  expect(await liveStatus(folder, finishedStatus, { rows, now })).toBe(finishedStatus);
});
