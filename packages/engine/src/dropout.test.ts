import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import "@tweedie/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createComponents } from "./components.ts";
import { type RunEvent, run, runFolder, validateExperiment } from "./index.ts";
import { loadCheckpoint } from "./run/checkpoint.ts";
import { denoisingDraws, denoisingStep } from "./steps/denoising.ts";
import { distillationDraws } from "./steps/distillation.ts";
import { trainableState } from "./steps/trainable.ts";

const yaml = `
data: { use: datasets/mnist, size: 7 }
network: { use: networks/unet, channels: 4, multipliers: [1], attention: [], heads: 1, groups: 2, patch: 1, embedding: 4 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 6, batch: 8, optimizer: { eps: 0.1 } }
distill: { steps: 2, batch: 8, fakeScore: { updates: 1 } }
evaluate: { every: 2, samples: 32, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
log: { every: 1 }
checkpoint: { every: 2 }
`;

let folder: string;
const experimentOf = (rate?: number) =>
  validateExperiment({
    file: join(folder, "dropout.yaml"),
    overrides: rate === undefined ? [] : [`network.dropout=${rate}`],
  });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
  await writeFile(join(folder, "dropout.yaml"), yaml);
});
afterAll(() => rm(folder, { recursive: true }));

/** The teacher's training as pure steps: losses and last weights. */
async function pretrain(backend: Backend, rate?: number) {
  const { pretraining, teacher } = createComponents(await experimentOf(rate));
  const executor = await createExecutor(backend, { threads: 1 });
  const store = executor.createStore(trainableState(pretraining.trainable, teacher.init(random(0, "teacher"))));
  const draws = (step: number) => denoisingDraws(pretraining, random(0, "draws", step), step);
  const shapes = Object.fromEntries(Object.entries(draws(1)).map(([name, { shape }]) => [name, shape]));
  const step = await executor.compile(denoisingStep(pretraining), store, shapes);
  const losses: number[] = [];
  for (let i = 1; i <= 5; i++) losses.push((await step.run(draws(i)))["loss"]!.data[0]!);
  const state = await store.read();
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return { losses, state };
}

/** Those of a step's draws that are masks. */
const masksIn = (draws: NDArrays): NDArrays =>
  Object.fromEntries(Object.entries(draws).filter(([name]) => name.endsWith(".mask")));

test("the teacher's training with dropout gives compiled what it gives op by op", async () => {
  const [compiled, eager] = [await pretrain("ort", 0.2), await pretrain("cpu", 0.2)];
  expect(compiled.losses).toBeAllClose(eager.losses, { rtol: 1e-5 });
  for (const [name, { data }] of Object.entries(compiled.state)) {
    expect(data, name).toBeAllClose(eager.state[name]!.data, { atol: 1e-5, rtol: 1e-4 });
  }
});

test("masks are draws of the teacher's training, others at each step, and not of the game", async () => {
  const { pretraining, distillation } = createComponents(await experimentOf(0.2));
  const masksAt = (step: number) => masksIn(denoisingDraws(pretraining, random(0, "draws", step), step));
  expect(Object.keys(masksAt(1))).toHaveLength(3);
  expect(masksAt(1)).toEqual(masksAt(1));
  for (const [name, mask] of Object.entries(masksAt(1))) expect(mask, name).not.toEqual(masksAt(2)[name]);
  expect(masksIn(distillationDraws(distillation, random(0, "draws", 1), 1))).toEqual({});
});

test("a rate of 0 draws nothing, and trains as a network without the option; a rate trains otherwise", async () => {
  const [zero, without, some] = [await pretrain("ort", 0), await pretrain("ort"), await pretrain("ort", 0.2)];
  expect(zero).toEqual(without);
  expect(Object.keys(some.state)).toEqual(Object.keys(without.state));
  expect(some.losses.at(-1)).not.toBe(without.losses.at(-1));
  const { pretraining } = createComponents(await experimentOf(0));
  expect(masksIn(denoisingDraws(pretraining, random(0, "draws", 1), 1))).toEqual({});
});

test("a training with dropout that was interrupted and continued ends bit for bit as one that was not", async () => {
  const experiment = await experimentOf(0.2);
  const play = async (name: string, stopAt?: number) => {
    await rm(join(folder, "cache"), { recursive: true, force: true });
    const controller = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.event === "metrics" && event.phase === "pretrain" && event.step === stopAt) controller.abort();
    };
    const { status } = await run({ experiment, out: join(folder, name), signal: controller.signal, onEvent });
    const paths = runFolder(join(folder, name));
    const checkpoint = await loadCheckpoint(paths.checkpoints, (message) => expect.fail(message));
    return { status, checkpoint, log: await readFile(paths.metrics, "utf8") };
  };
  const whole = await play("whole");
  expect((await play("stopped", 3)).status).toBe("interrupted");
  expect(await play("stopped")).toEqual(whole);
});
