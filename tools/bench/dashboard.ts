import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Json, toYaml } from "@tweedie/config";
import { random } from "@tweedie/core";
import { jsonFile, runFolder, sealJson, sealYaml, validateExperiment } from "@tweedie/engine";
import { startDashboard } from "@tweedie/ui";
import { findChromium, openBrowser } from "../../packages/cli/src/commands/chromium.fixture.ts";
import { runTools } from "../../packages/cli/src/commands/ui/run-tools.ts";
import { readRunEntry } from "../../packages/cli/src/run-list/run-entry.ts";

/** Rows of the log of a synthetic run, and rows between two evaluations. */
const [rows, evaluateEvery] = [120, 10];

/**
 * `npm run bench -- dashboard [RUNS] [FOLDER]`: time until a browser shows the list of synthetic runs, until their settings are read too, and
 * until a request finds nothing changed, beside the time in which `tweedie ls` reads the same runs. FOLDER keeps the runs.
 */
export async function measureDashboard([count = "1000", kept]: readonly string[]): Promise<void> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), "tweedie-dashboard-"));
  await writeRuns(join(folder, "runs"), Number(count));
  const chromium = findChromium();
  if (chromium === undefined) throw new Error("no Chromium is installed");
  const dashboard = await startDashboard({
    ...{ runs: join(folder, "runs"), sweeps: join(folder, "sweeps"), port: 0, version: "bench", tools: runTools },
    ...{ command: [], actions: [], onUnexpected: (error: unknown) => console.error(error) },
  });
  const browser = await openBrowser(chromium, join(folder, "profile"));
  const began = performance.now();
  await browser.open(dashboard.url);
  const shown = (condition: string) =>
    browser.evaluate(`new Promise((resolve) => {
      const look = () => (${condition} ? resolve() : requestAnimationFrame(look));
      look();
    })`);
  const title = "(document.querySelector('.count')?.textContent ?? '')";
  await shown(`document.querySelectorAll('table.runs tbody tr').length > 0 && ${title} !== ''`);
  const first = performance.now() - began;
  await shown(`!${title}.includes('reading')`);
  const all = performance.now() - began;
  const headers = { authorization: `Bearer ${dashboard.token}` };
  const listed = () => fetch(`http://127.0.0.1:${dashboard.port}/api/runs`, { headers });
  await listed();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const refreshed = await timed(async () => void (await (await listed()).text()));
  await browser.close();
  await dashboard.close();
  const runs = (await import("@tweedie/engine")).findRuns(join(folder, "runs"));
  const ls = await timed(async () => {
    for (const run of await runs) await readRunEntry(run);
  });
  const lines = { "list shown": first, "settings of all runs read": all, "refresh without changes": refreshed };
  for (const [name, time] of Object.entries({ ...lines, "reading of `tweedie ls`": ls }))
    console.log(`${name}: ${Math.round(time)} ms, ${(time / ls).toFixed(2)} of \`ls\``);
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Writes runs with the files that lists read, as a run of the ring writes them. */
async function writeRuns(root: string, count: number): Promise<void> {
  const { resolved, name } = await validateExperiment({ file: "experiments/mixture/sid.yaml" });
  const settings = resolved as Readonly<Record<string, Json>>;
  const stream = random(0, "dashboard");
  for (let i = 0; i < count; i++) {
    const folder = runFolder(join(root, `${name}-${String(i).padStart(4, "0")}`));
    mkdirSync(folder.root, { recursive: true });
    const [lambda, level] = [i % 5, stream.uniform(1)[0]!];
    const loss = { ...(settings["loss"] as object), lambda: lambda / 4 };
    writeFileSync(folder.config, sealYaml(toYaml({ ...settings, seed: i, loss } as Json)));
    const sw2 = (row: number) => (0.02 + 0.05 * level + 0.02 * lambda) * (1 + 300 / (1 + row));
    writeFileSync(folder.metrics, Array.from({ length: rows }, (_, row) => logLine(row, sw2(row))).join(""));
    const started = new Date(Date.UTC(2026, 0, 1) + 60_000 * i).toISOString();
    const status = i % 17 === 0 ? "not-converged" : "completed";
    writeFileSync(folder.status, sealJson(jsonFile({ ...statusOf(i, sw2(rows)), name, status, started })));
  }
}

const logLine = (row: number, sw2: number): string =>
  `${JSON.stringify({
    ...{ phase: "distill", step: 25 * row, "loss.fakeScore": 1.4, "loss.student": 0.01 },
    ...(row % evaluateEvery === 0 && { sw2, modes: 8 }),
  })}\n`;

const statusOf = (seed: number, sw2: number) => ({
  ...{ seed, backend: "ort", seconds: 50, configHash: String(seed), version: "0.1.0", phase: "distill", step: 3_000 },
  ...{ metrics: { sw2, modes: 8 }, floors: { sw2: 0.036, modes: 8 }, baselines: { sw2: 0.23, modes: 0 } },
  ...{ teacher: { sw2: 0.041, modes: 8 }, goals: { sw2: "minimize", modes: "maximize" }, warnings: [] },
});
