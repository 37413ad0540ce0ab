import { join } from "node:path";
import { mapParams, type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll } from "vitest";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { denoisingDraws, denoisingStep } from "../steps/denoising.ts";
import { trainableState } from "../steps/trainable-weights.ts";

/** A tiny U-Net on 7x7 digits, trained for six steps. */
export const dropoutYaml = `
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

const folder = temporaryFolder({ "dropout.yaml": dropoutYaml }, afterAll);

/** Components of the experiment with a dropout rate. */
export async function componentsOf(rate?: number) {
  const overrides = rate === undefined ? [] : [`network.dropout=${rate}`];
  return createComponents(await validateExperiment({ file: join(folder, "dropout.yaml"), overrides }));
}

/** Losses and final state of five steps of the teacher's training. */
export async function pretrain(backend: Backend, rate?: number) {
  const { pretraining, teacher } = await componentsOf(rate);
  const executor = await createExecutor(backend, { threads: 1 });
  const store = executor.createStore(trainableState(pretraining.trainable, teacher.init(random(0, "teacher"))));
  const draws = (step: number) => denoisingDraws(pretraining, random(0, "draws", step), step);
  const shapes = mapParams(draws(1), ({ shape }) => shape);
  const step = await executor.compile(denoisingStep(pretraining), store, shapes);
  const losses: number[] = [];
  for (let i = 1; i <= 5; i++) losses.push((await step.run(draws(i)))["loss"]!.data[0]!);
  const state = await store.read();
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return { losses, state };
}

/** The draws of a step that are dropout masks. */
export const masksIn = (draws: NDArrays): NDArrays =>
  Object.fromEntries(Object.entries(draws).filter(([name]) => name.endsWith(".mask")));
