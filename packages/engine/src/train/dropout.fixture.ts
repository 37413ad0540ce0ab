import { join } from "node:path";
import { type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll } from "vitest";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { denoisingDraws, denoisingProgram } from "../steps/denoising.ts";
import { accumulators, isAccumulator } from "../steps/micro-batches.ts";
import { trainableState } from "../steps/trainable-weights.ts";
import { compileProgram } from "./compile-program.ts";

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
export async function componentsOf(rate?: number, microBatch = 8, recompute = false) {
  const overrides = [
    `pretrain.microBatch=${microBatch}`,
    `pretrain.recompute=${recompute}`,
    ...(rate === undefined ? [] : [`network.dropout=${rate}`]),
  ];
  return createComponents(await validateExperiment({ file: join(folder, "dropout.yaml"), overrides }));
}

/** Losses and final state of five steps of the teacher's training. */
export async function pretrain(backend: Backend, rate?: number, microBatch?: number, recompute?: boolean) {
  const { pretraining, teacher } = await componentsOf(rate, microBatch, recompute);
  const executor = await createExecutor(backend, { threads: 1 });
  const weights = teacher.init(random(0, "teacher"));
  const state = trainableState(pretraining.trainable, weights);
  const store = executor.createStore({ ...state, ...accumulators([weights], pretraining) });
  const draws = (step: number) => denoisingDraws(pretraining, random(0, "draws", step), step);
  const step = await compileProgram(executor, store, denoisingProgram(pretraining), draws(1));
  const losses: number[] = [];
  for (let i = 1; i <= 5; i++) losses.push((await step.run(draws(i)))["loss"]!.data[0]!);
  const trained = await store.read(store.names.filter((name) => !isAccumulator(name)));
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return { losses, state: trained };
}

/** The draws of a step that are dropout masks. */
export const masksIn = (draws: NDArrays): NDArrays =>
  Object.fromEntries(Object.entries(draws).filter(([name]) => name.endsWith(".mask")));
