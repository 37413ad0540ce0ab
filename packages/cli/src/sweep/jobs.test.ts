import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, writeTestFiles } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { readJobs, recordJobs } from "./jobs.ts";

test("jobs are read back in the order in which they were launched, those of version 0.1.0 first", async () => {
  const folder = temporaryFolder();
  expect(await readJobs(folder)).toEqual([]);
  writeTestFiles(folder, { "agents/jobs.txt": "17\n" });
  await recordJobs(folder, ["18", "19_0"]);
  await recordJobs(folder, ["20"]);
  expect(await readJobs(folder)).toEqual(["17", "18", "19_0", "20"]);
});

test("a changed byte never names another job", async () => {
  const folder = temporaryFolder();
  await recordJobs(folder, ["1234"]);
  const file = join(folder, "agents/jobs.jsonl");
  const text = readFileSync(file, "utf8");
  for (let i = 0; i < text.length - 1; i++) {
    const changed = String.fromCharCode(text.charCodeAt(i) ^ 1);
    writeFileSync(file, text.slice(0, i) + changed + text.slice(i + 1));
    await expect(readJobs(folder), text.slice(0, i)).rejects.toThrow("jobs.jsonl:");
  }
});
