import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { checkMemory } from "./check-memory.ts";
import { estimateMemory } from "./estimate-memory.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 64, depth: 2, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { batch: 64 }
distill: { batch: 64 }
`;
const images = `
data: { use: datasets/mnist, size: 14 }
network: { use: networks/unet, channels: 8, blocks: 2, groups: 2, heads: 1, attention: [], patch: 1, multipliers: [1, 2] }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
`;
const folder = temporaryFolder({ "memory.yaml": yaml, "images.yaml": images }, afterAll);
const gib = 2 ** 30;

const check = async (available: number, ...overrides: string[]) => {
  const experiment = await validateExperiment({ file: join(folder, "memory.yaml"), overrides });
  return checkMemory(await createComponents(experiment), available);
};

test("nothing is said about a small experiment", async () => {
  expect(await check(24 * gib)).toEqual({ warnings: [] });
});

test("the memory of a large experiment is stated, and is about proportional to the micro-batch", async () => {
  const whole = await check(24 * gib, "distill.batch=1000000");
  expect(whole.warnings).toEqual([]);
  expect(whole.memory!.available).toBe(24 * gib);
  const half = await check(24 * gib, "distill.batch=1000000", "distill.microBatch=500000");
  const constant = 2 ** 28;
  expect((half.memory!.peak - constant) / (whole.memory!.peak - constant)).toBeCloseTo(0.5, 1);
});

test("a batch above the machine's memory is warned of, with a micro-batch that fits", async () => {
  const { warnings } = await check(4 * gib, "distill.batch=1000000");
  expect(warnings).toEqual([
    expect.stringMatching(
      /^distill with a batch of 1000000 needs about [\d.]+ GiB of memory, and this machine has 4\.0 GiB: set `distill\.microBatch` to \d+ \(about [\d.]+ GiB\)/,
    ),
  ]);
  const size = /microBatch` to (\d+)/.exec(warnings[0]!)![1];
  expect((await check(4 * gib, "distill.batch=1000000", `distill.microBatch=${size}`)).warnings).toEqual([]);
});

test("a large batch is noticed beside a teacher in closed form, which has no weights", async () => {
  const closedForm = ["teacher=teachers/mixture", "student=students/mlp", "fakeScore.init=random"];
  expect((await check(24 * gib, ...closedForm, "distill.batch=1000000")).memory!.peak).toBeGreaterThan(2 * gib);
});

test("a network above the machine's memory is warned of with another remedy", async () => {
  const { warnings } = await check(4 * gib, "network.width=8192");
  expect(warnings).toHaveLength(2);
  for (const warning of warnings) expect(warning).toMatch(/^(pretrain|distill) .*: choose a smaller network/);
});

test("recomputation lowers the estimate of its phase", async () => {
  const bytesOf = async (...overrides: string[]) => {
    const experiment = await validateExperiment({ file: join(folder, "images.yaml"), overrides });
    const phases = await estimateMemory(await createComponents(experiment), 0);
    return Object.fromEntries(phases!.map(({ phase, bytes }) => [phase, bytes(64) - bytes(0)])) as Record<
      string,
      number
    >;
  };
  const [plain, recomputed] = [await bytesOf(), await bytesOf("distill.recompute=true")];
  expect(recomputed["distill"]).toBeLessThan(0.5 * plain["distill"]!);
  expect(recomputed["pretrain"]).toBe(plain["pretrain"]);
});
