import { join } from "node:path";
import { type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll } from "vitest";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { denoisingDraws, denoisingProgram } from "../steps/denoising.ts";
import { accumulators, isAccumulator } from "../steps/micro-batches.ts";
import { perturbedState } from "../steps/perturbed-state.fixture.ts";
import { initialState, train } from "../steps/ring-distillation.fixture.ts";
import { trainableState } from "../steps/trainable-weights.ts";
import { compileProgram } from "../train/compile-program.ts";
import { labelledDigitsYaml } from "./labelled-digits.fixture.ts";

/** Adam moves a weight by its learning rate even if the gradient is rounding error. A large epsilon keeps that error small. */
const eps = "optimizer: { eps: 0.1 }";

/** A tiny DDPM++ with augmentation labels on 7x7 digits, trained for four steps and distilled for two, with augmentation in both. */
export const augmentedYaml = `${labelledDigitsYaml}pretrain: { steps: 4, batch: 8, augment: { probability: 0.5 }, ${eps} }
distill: { steps: 2, batch: 8, student: { ${eps} }, fakeScore: { augment: { probability: 0.5 }, ${eps} } }
evaluate: { every: 2, samples: 32, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
log: { every: 1 }
checkpoint: { every: 2 }
`;

const folder = temporaryFolder({ "augmented.yaml": augmentedYaml }, afterAll);

/** Components of the experiment. */
async function componentsOf(overrides: readonly string[] = []) {
  return createComponents(await validateExperiment({ file: join(folder, "augmented.yaml"), overrides }));
}

/** State after two iterations of the distillation. */
export async function distilled(backend: Backend, overrides: readonly string[] = []): Promise<NDArrays> {
  const components = await componentsOf(overrides);
  return (await train(components, backend, 2, { initial: perturbedState(initialState(components)) })).state;
}

/** State after three steps of the teacher's training. */
export async function pretrained(backend: Backend, overrides: readonly string[] = []): Promise<NDArrays> {
  const { pretraining, teacher } = await componentsOf(overrides);
  const executor = await createExecutor(backend, { threads: 1 });
  const weights = teacher.init(random(0, "teacher"));
  const state = perturbedState(trainableState(pretraining.trainable, weights));
  const store = executor.createStore({ ...state, ...accumulators([weights], pretraining) });
  const draws = (step: number) => denoisingDraws(pretraining, random(0, "draws", step), step);
  const step = await compileProgram(executor, store, denoisingProgram(pretraining), draws(1));
  for (let i = 1; i <= 3; i++) await step.run(draws(i));
  const trained = await store.read(store.names.filter((name) => !isAccumulator(name)));
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return trained;
}
