import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapParams, nest, type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Components, createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { distillationDraws, distillationStep } from "./distillation.ts";
import { trainableState } from "./trainable-weights.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tweedie-"))));
afterAll(() => rm(folder, { recursive: true }));

async function componentsOf(overrides: readonly string[] = []): Promise<Components> {
  const file = join(folder, "ring.yaml");
  const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 24, depth: 2, embedding: 8 }
teacher: teachers/mixture
student: { use: students/denoiser, init: random }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { batch: 64, fakeScore: { updates: 2 } }
`;
  await writeFile(file, yaml);
  return createComponents(await validateExperiment({ file, overrides }));
}

function initialState({ teacher, distillation }: Components): NDArrays {
  const { student, fakeScore, models } = distillation;
  const weights = teacher.init(random(0, "teacher"));
  return {
    ...nest("teacher", weights),
    ...trainableState(models.student.trainable, student.init(random(0, "student"), weights)),
    ...trainableState(models.fakeScore.trainable, fakeScore.init(random(0, "fakeScore"), weights)),
  };
}

/** Losses of each iteration, and the state after the last. */
async function train(components: Components, backend: Backend, iterations: number) {
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
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const largest = Math.max(...Array.from(b, Math.abs), 1e-30);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!))) / largest;
};

describe("20 iterations compiled and 20 iterations op by op give the same numbers", () => {
  test.each([
    ["VE", []],
    ["cosine", ["schedule=schedules/cosine", "distill.student.time={use: time-laws/uniform, min: 0.02, max: 0.9}"]],
    ["rectified flow and L1", ["schedule=schedules/rectified-flow", "loss=sid/l1"]],
    ["DDE", ["loss=dde/energy-kl", "fakeScore={ use: dde/energies, width: 24, depth: 2, embedding: 8 }"]],
    ["LSGAN", ["loss=lsgan/least-squares", "fakeScore={ use: lsgan/critic, width: 24, depth: 2, embedding: 8 }"]],
  ])("%s", async (_, overrides) => {
    // Adam moves a weight by its learning rate even if the gradient is rounding error. A large epsilon keeps that error small.
    const largeEpsilon = ["distill.student.optimizer.eps=0.1", "distill.fakeScore.optimizer.eps=0.1"];
    const components = await componentsOf([...overrides, ...largeEpsilon]);
    const [compiled, eager] = [await train(components, "ort", 20), await train(components, "cpu", 20)];
    expect(distance(compiled.losses.flat(), eager.losses.flat())).toBeLessThan(1e-5);
    expect(Object.keys(compiled.state)).toEqual(Object.keys(eager.state));
    const distances = Object.entries(compiled.state).map(([name, { data }]) => distance(data, eager.state[name]!.data));
    expect(Math.max(...distances)).toBeLessThan(1e-5);
  });
});

test("one iteration updates student, fake score and average, and leaves the teacher frozen", async () => {
  const components = await componentsOf();
  const before = initialState(components);
  const { state } = await train(components, "ort", 1);
  const changed = Object.keys(before).filter((name) => distance(state[name]!.data, before[name]!.data) > 0);
  expect(new Set(changed.map((name) => name.split(".")[0]))).toEqual(new Set(["student", "fakeScore", "adam", "ema"]));
});

test("an update of the fake score has no gradient in the student", async () => {
  const components = await componentsOf(["distill.student.optimizer.lr=1e-30"]);
  const before = initialState(components);
  const { state } = await train(components, "ort", 1);
  expect(distance(state["student.input.weight"]!.data, before["student.input.weight"]!.data)).toBe(0);
  expect(distance(state["fakeScore.input.bias"]!.data, before["fakeScore.input.bias"]!.data)).toBeGreaterThan(0);
});
