import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { exportRun, sampleRun } from "../finished-run/index.ts";
import { readMetrics, runFolder, validateExperiment } from "../index.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

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

const { folder, experimentFile, runTo, record } = createRunRecorder(yaml);

async function runWith(name: string, overrides: readonly string[]) {
  const status = await runTo(name, undefined, { overrides, cached: true });
  const { checkpoint } = await record(name);
  const rows = await readMetrics(runFolder(join(folder, name)).metrics);
  return { out: join(folder, name), memory: status.memory!, state: checkpoint!.state, rows };
}

describe("a distillation of adapters on one frozen base", () => {
  let copies: Awaited<ReturnType<typeof runWith>>;
  let lora: typeof copies;
  beforeAll(async () => {
    copies = await runWith("copies", []);
    lora = await runWith("lora", adapters);
  });

  test("starts like a distillation of copies", () => {
    const initialRow = ({ rows }: typeof lora) => rows.find(({ phase, step }) => phase === "distill" && step === 0)!;
    expect(initialRow(lora)).toEqual(initialRow(copies));
    expect(lora.rows.at(-1)).not.toEqual(copies.rows.at(-1));
  });

  test("has only factors, their moments and averages in its checkpoints", () => {
    const { state } = lora;
    const isFactor = (name: string) => /^(adam\.|ema\.)?(student|fakeScore)\.(v\.)?lora\..*\.(down|up)$/.test(name);
    expect(Object.keys(state).filter((name) => !isFactor(name))).toEqual([]);
    expect(Object.keys(state).filter((name) => name.startsWith("fakeScore.lora.blocks"))).toHaveLength(12);
  });

  test("records its memory and that of copies of the teacher", () => {
    const bytesOf = (prefix: string) =>
      Object.entries(lora.state).reduce(
        (sum, [name, { data }]) => (name.startsWith(prefix) ? sum + 4 * data.length : sum),
        0,
      );
    for (const name of ["student", "fakeScore"]) {
      const { own, full } = lora.memory.models[name]!;
      expect(own.weights).toBe(bytesOf(`${name}.`));
      expect(own.moments).toBe(bytesOf(`adam.${name}.`));
      expect(own.average).toBe(bytesOf(`ema.${name}.`));
      expect(full).toEqual(copies.memory.models[name]!.own);
      expect(full).toEqual(copies.memory.models[name]!.full);
      expect(own.weights).toBeLessThan(full.weights / 2);
    }
    expect(lora.memory.teacher).toBe(copies.memory.models["student"]!.own.weights);
    expect(lora.memory.peak).toBeGreaterThan(10e6);
  });

  test("is sampled and exported with the base that the run keeps", async () => {
    const samples = await sampleRun({ run: lora.out, count: 8, seed: 0 });
    expect(samples.data.every(Number.isFinite)).toBe(true);
    const { weights } = await exportRun(lora.out);
    expect(Object.keys(weights)).toContain("blocks.0.inner.weight");
    expect(Object.keys(weights)).toContain("lora.blocks.0.inner.weight.up");
  });
});

test.each([
  ["init: random", ["student.init=random", ...adapters], /which `init: random` does not use/],
  ["targets that match no matrix", ['student.adapter={ targets: ["conv"] }'], /matches no matrix/],
  [
    "a closed-form teacher",
    ["teacher=teachers/mixture", "fakeScore.init=random", ...adapters.slice(0, 1)],
    /closed form/,
  ],
])("an adapter is refused with %s", async (_, overrides, message) => {
  await expect(validateExperiment({ file: experimentFile, overrides })).rejects.toThrow(message);
});
