import { make, testLauncher } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-launcher.ts";

testLauncher(plugin);

test("agents are counted until they end", async () => {
  const launcher = make(plugin, { options: { agents: 2 } });
  const command = [process.execPath, "--eval", "setInterval(() => {}, 1000)"];
  const jobs = await launcher.launch({ name: "sweep", folder: import.meta.dirname, command, trials: 2 });
  expect(await launcher.alive(jobs)).toEqual({ running: 2, queued: 0 });
  for (const job of jobs) process.kill(Number(job));
  await expect.poll(() => launcher.alive(jobs), { timeout: 60_000 }).toEqual({ running: 0, queued: 0 });
});
