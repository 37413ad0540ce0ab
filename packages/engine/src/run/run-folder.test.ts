import { readFile, writeFile } from "node:fs/promises";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { readStatus, type RunFolder, runFolder, writeStatus } from "./run-folder.ts";
import { finishedStatus } from "./run-status.fixture.ts";

let folder: RunFolder;
beforeEach(() => void (folder = runFolder(temporaryFolder())));

const bytes = { weights: 8, moments: 16, average: 8 };
const memory = { teacher: 8, models: { student: { own: bytes, full: bytes } }, peak: 1_024 };

test("a status is read as it was written, also if metrics are not finite", async () => {
  const status = { ...finishedStatus, metrics: { sw2: NaN, kl: Infinity }, memory };
  await writeStatus(folder, status);
  expect(await readStatus(folder)).toEqual(status);
});

test("a status whose memory has the form of another version is read without it", async () => {
  await writeStatus(folder, { ...finishedStatus, memory });
  const { memory: _, ...rest } = JSON.parse(await readFile(folder.status, "utf8")) as Record<string, unknown>;
  await writeFile(folder.status, JSON.stringify({ ...rest, memory: { parts: [{ bytes: 8 }], total: "8 B" } }));
  expect(await readStatus(folder)).toEqual({ ...finishedStatus, memory: undefined });
});

test("a folder without a status has none, and another file is refused", async () => {
  expect(await readStatus(folder)).toBeUndefined();
  await writeFile(folder.status, '{"version": 3}');
  await expect(readStatus(folder)).rejects.toThrow("is not the status of a run");
});
