import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { listAgentLogs, readAgentLog } from "./agent-logs.ts";

test("the end of an agent's log is read; links and other files are not", async () => {
  const sweep = temporaryFolder({ "agents/a.log": `first\n${"x".repeat(70_000)}\nlast\n`, "agents/jobs.jsonl": "" });
  writeFileSync(join(sweep, "secret.log"), "secret");
  symlinkSync(join(sweep, "secret.log"), join(sweep, "agents", "link.log"));
  mkdirSync(join(sweep, "agents", "folder.log"));
  expect((await listAgentLogs(sweep)).map(({ name }) => name)).toEqual(["a.log"]);
  const { text } = await readAgentLog(sweep, "a.log");
  expect(text).toMatch(/x\nlast\n$/);
  expect(text).not.toContain("first");
  for (const name of ["link.log", "../secret.log", "jobs.jsonl", "folder.log", "b.log"])
    await expect(readAgentLog(sweep, name), name).rejects.toThrow("no such log");
});
