import { join } from "node:path";
import { mapParams, nest, type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll } from "vitest";
import { type Components, createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { distillationDraws, distillationStep } from "./distillation.ts";
import { trainableState } from "./trainable-weights.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 24, depth: 2, embedding: 8 }
teacher: teachers/mixture
student: { use: students/denoiser, init: random }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { batch: 64, fakeScore: { updates: 2 } }
`;
const folder = temporaryFolder({ "ring.yaml": yaml }, afterAll);

/** Components of a distillation on the ring dataset. */
export async function componentsOf(overrides: readonly string[] = []): Promise<Components> {
  return createComponents(await validateExperiment({ file: join(folder, "ring.yaml"), overrides }));
}

/** State before the first iteration. */
export function initialState({ teacher, distillation }: Components): NDArrays {
  const { student, fakeScore, models } = distillation;
  const weights = teacher.init(random(0, "teacher"));
  return {
    ...nest("teacher", weights),
    ...trainableState(models.student.trainable, student.init(random(0, "student"), weights)),
    ...trainableState(models.fakeScore.trainable, fakeScore.init(random(0, "fakeScore"), weights)),
  };
}

/** Losses of each iteration, and the state after the last. */
export async function train(components: Components, backend: Backend, iterations: number) {
  const { distillation } = components;
  const executor = await createExecutor(backend);
  const store = executor.createStore(initialState(components));
  const draws = (iteration: number) => distillationDraws(distillation, random(0, "draws", iteration), iteration);
  const shapes = mapParams(draws(1), ({ shape }) => shape);
  const step = await executor.compile(distillationStep(distillation), store, shapes);
  const losses: number[][] = [];
  for (let iteration = 1; iteration <= iterations; iteration++) {
    losses.push(Object.values(await step.run(draws(iteration))).map(({ data }) => data[0]!));
  }
  const state = await store.read();
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return { losses, state };
}

/** Largest difference of two arrays, relative to the largest absolute value of the second. */
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const largest = Math.max(...Array.from(b, Math.abs), 1e-30);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!))) / largest;
};

/** Largest distance between 20 compiled and 20 eager iterations, in losses and state. */
export async function compiledDistance(overrides: readonly string[]): Promise<number> {
  // Adam moves a weight by its learning rate even if the gradient is rounding error. A large epsilon keeps that error small.
  const largeEpsilon = ["distill.student.optimizer.eps=0.1", "distill.fakeScore.optimizer.eps=0.1"];
  const components = await componentsOf([...overrides, ...largeEpsilon]);
  const [compiled, eager] = [await train(components, "ort", 20), await train(components, "cpu", 20)];
  const names = new Set([...Object.keys(compiled.state), ...Object.keys(eager.state)]);
  const distances = [...names].map((name) => distance(compiled.state[name]!.data, eager.state[name]!.data));
  return Math.max(distance(compiled.losses.flat(), eager.losses.flat()), ...distances);
}
