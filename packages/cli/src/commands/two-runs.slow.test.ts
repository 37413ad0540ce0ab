import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ringExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));
const experiment = ringExperiment("sid/l2", "log: { every: 1 }\n").replace("steps: 2,", "steps: 60,");
const folder = temporaryFolder({ "ring.yaml": experiment }, afterAll);

/** Runs the experiment in a child process. Returns its exit code and what it wrote to stderr. */
function runInto(out: string): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const child = spawn(process.execPath, [program, "run", "ring.yaml", "--out", out, "--json"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

const metricsIn = (out: string) => readFileSync(join(folder, out, "metrics.jsonl"), "utf8");

test("of two runs that find the lock of a dead one, one runs and one is refused, or runs after it", async () => {
  await runInto("whole");
  for (let race = 0; race < 3; race++) {
    const out = `race-${race}`;
    mkdirSync(join(folder, out));
    const { pid } = spawnSync("true");
    writeFileSync(join(folder, out, "run.lock"), JSON.stringify({ pid, host: hostname() }));
    const ends = await Promise.all([runInto(out), runInto(out)]);
    for (const { code, stderr } of ends) {
      if (code === 2) expect(stderr).toMatch(/another run writes this folder: process \d+ on/);
      else expect([0, 3]).toContain(code);
    }
    expect(ends.some(({ code }) => code !== 2)).toBe(true);
    expect(metricsIn(out)).toBe(metricsIn("whole"));
    expect(readdirSync(join(folder, out)).filter((name) => name.includes("lock"))).toEqual([]);
  }
});
