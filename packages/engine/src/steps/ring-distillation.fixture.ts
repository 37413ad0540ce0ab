import { join } from "node:path";
import { nest, type NDArrays, random, under } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll } from "vitest";
import { type Components, createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { compileProgram } from "../train/compile-program.ts";
import { distillationProgram } from "./distillation.ts";
import { distillationDraws } from "./distillation-draws.ts";
import { accumulators, isAccumulator } from "./micro-batches.ts";
import { trainableState } from "./trainable-weights.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 24, depth: 2, embedding: 8 }
teacher: teachers/mixture
student: { use: students/denoiser, init: random }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { batch: 64, student: { weighting: weightings/sid }, fakeScore: { updates: 2 } }
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

interface Start {
  /** State before the first iteration. */
  readonly initial?: NDArrays;
  /** Number of trained numbers that the program is made for. Default: a small one. */
  readonly trained?: number;
  /** Changes the draws of each iteration. */
  change?(draws: NDArrays): NDArrays;
}

/** Losses of each iteration, of the fake score and the student, and the state after the last. */
export async function train(
  components: Components,
  backend: Backend,
  iterations: number,
  { initial = initialState(components), trained = 0, change = (draws) => draws }: Start = {},
) {
  const { distillation } = components;
  const executor = await createExecutor(backend);
  const networks = ["student", "fakeScore"].map((name) => under(name, initial));
  const store = executor.createStore({ ...initial, ...accumulators(networks, distillation) });
  const draws = (iteration: number) =>
    change(distillationDraws(distillation, random(0, "draws", iteration), iteration));
  const step = await compileProgram(executor, store, distillationProgram(distillation, trained), draws(1));
  const losses: number[][] = [];
  for (let iteration = 1; iteration <= iterations; iteration++) {
    losses.push(Object.values(await step.run(draws(iteration))).map(({ data }) => data[0]!));
  }
  const state = await store.read(store.names.filter((name) => !isAccumulator(name)));
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

/** Adam moves a weight by its learning rate even if the gradient is rounding error. A large epsilon keeps that error small. */
const largeEpsilon = ["distill.student.optimizer.eps=0.1", "distill.fakeScore.optimizer.eps=0.1"];

type Trained = Awaited<ReturnType<typeof train>>;

/** Largest distance of two trainings, in losses and state. */
function trainedDistance(a: Trained, b: Trained): number {
  const names = new Set([...Object.keys(a.state), ...Object.keys(b.state)]);
  const distances = [...names].map((name) => distance(a.state[name]!.data, b.state[name]!.data));
  return Math.max(distance(a.losses.flat(), b.losses.flat()), ...distances);
}

/** Largest distance between compiled and eager iterations, in losses and state. */
export async function compiledDistance(overrides: readonly string[], iterations = 20): Promise<number> {
  const components = await componentsOf([...overrides, ...largeEpsilon]);
  return trainedDistance(await train(components, "ort", iterations), await train(components, "cpu", iterations));
}

/** Largest distance between 10 iterations of a batch of 8 in micro-batches and in one piece. */
export async function microBatchDistance(microBatch: number, overrides: readonly string[]): Promise<number> {
  const trained = async (size: number) => {
    const sizes = ["distill.batch=8", `distill.microBatch=${size}`];
    return train(await componentsOf([...sizes, ...largeEpsilon, ...overrides]), "ort", 10);
  };
  return trainedDistance(await trained(microBatch), await trained(8));
}

/** Largest distance of 10 iterations with one graph for each network from 10 with one graph for both. */
export async function separateGraphsDistance(overrides: readonly string[]): Promise<number> {
  const components = await componentsOf([...largeEpsilon, ...overrides]);
  const [separate, one] = [
    await train(components, "ort", 10, { trained: Infinity }),
    await train(components, "ort", 10),
  ];
  return trainedDistance(separate, one);
}
