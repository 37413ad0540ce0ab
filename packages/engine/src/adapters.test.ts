import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { exportRun, sampleRun } from "./finished-run.ts";
import { readMetrics, run, runFolder, validateExperiment } from "./index.ts";
import { loadCheckpoint } from "./run/checkpoint.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 32, depth: 2, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: { use: sid/l2, lambda: 0.5 }
pretrain: { steps: 60, batch: 64 }
distill: { steps: 20, batch: 64, student: { optimizer: { lr: 1e-3 } } }
evaluate: { every: 20, samples: 256, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
checkpoint: { every: 10 }
alarms: null
`;
const adapters = ["student.adapter={ rank: 2 }", 'fakeScore.adapter={ rank: 3, targets: ["blocks.*"] }'];

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
  file = join(folder, "lora.yaml");
  await writeFile(file, yaml);
});
afterAll(() => rm(folder, { recursive: true }));

async function play(name: string, overrides: readonly string[], signal = new AbortController().signal) {
  const out = join(folder, name);
  const experiment = await validateExperiment({ file, overrides });
  const status = await run({ experiment, out, signal, onEvent: vi.fn() });
  const checkpoint = await loadCheckpoint(runFolder(out).checkpoints, () => undefined);
  return { out, status, state: checkpoint!.state, rows: await readMetrics(runFolder(out).metrics) };
}

describe("a game of adapters on one frozen base", () => {
  test("begins as the same game of copies", async () => {
    const [copies, lora] = [await play("copies", []), await play("lora", adapters)];
    const first = (rows: typeof lora.rows) => rows.find(({ phase, step }) => phase === "distill" && step === 0)!;
    expect(first(lora.rows)).toEqual(first(copies.rows));
    expect(lora.rows.at(-1)).not.toEqual(copies.rows.at(-1));
  });

  test("keeps the factors, their moments and averages, and nothing of the base", async () => {
    const { state } = await play("lora", adapters);
    const isFactor = (name: string) => /^(adam\.|ema\.)?(student|fakeScore)\.(v\.)?lora\..*\.(down|up)$/.test(name);
    expect(Object.keys(state).filter((name) => !isFactor(name))).toEqual([]);
    expect(Object.keys(state).filter((name) => name.startsWith("fakeScore.lora.blocks"))).toHaveLength(12);
  });

  test("says what it takes beside copies of the teacher", async () => {
    const [copies, lora] = [await play("copies", []), await play("lora", adapters)];
    const sizeOf = (state: typeof lora.state, prefix: string) =>
      Object.entries(state).reduce(
        (sum, [name, { data }]) => (name.startsWith(prefix) ? sum + 4 * data.length : sum),
        0,
      );
    for (const name of ["student", "fakeScore"]) {
      const { own, full } = lora.status.memory!.models[name]!;
      expect(own.weights).toBe(sizeOf(lora.state, `${name}.`));
      expect(own.moments).toBe(sizeOf(lora.state, `adam.${name}.`));
      expect(own.average).toBe(sizeOf(lora.state, `ema.${name}.`));
      expect(full).toEqual(copies.status.memory!.models[name]!.own);
      expect(full).toEqual(copies.status.memory!.models[name]!.full);
      expect(own.weights).toBeLessThan(full.weights / 2);
    }
    expect(lora.status.memory!.teacher).toBe(copies.status.memory!.models["student"]!.own.weights);
    expect(lora.status.memory!.peak).toBeGreaterThan(10e6);
  });

  test("is sampled and exported with the base that the run keeps", async () => {
    const { out } = await play("lora", adapters);
    const samples = await sampleRun({ run: out, count: 8, seed: 0 });
    expect(samples.data.every(Number.isFinite)).toBe(true);
    const { weights } = await exportRun(out);
    expect(Object.keys(weights)).toContain("blocks.0.inner.weight");
    expect(Object.keys(weights)).toContain("lora.blocks.0.inner.weight.up");
  });
});

test.each([
  ["init: random", ["student.init=random", ...adapters], /leave one of the two out/],
  ["no matrix of that name", ['student.adapter={ targets: ["conv"] }'], /names no matrix/],
  [
    "a closed-form teacher",
    ["teacher=teachers/mixture", "fakeScore.init=random", ...adapters.slice(0, 1)],
    /closed form/,
  ],
])("an adapter is refused with %s", async (_, overrides, message) => {
  await expect(validateExperiment({ file, overrides })).rejects.toThrow(message);
});
