import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nest, type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Components, createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { distillationDraws, distillationStep } from "./distillation.ts";
import { trainableState } from "./trainable.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tweedie-"))));
afterAll(() => rm(folder, { recursive: true }));

async function gameOf(overrides: readonly string[] = []): Promise<Components> {
  const file = join(folder, "game.yaml");
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

function firstState({ teacher, distillation }: Components): NDArrays {
  const { student, fakeScore, models: players } = distillation;
  const weights = teacher.init(random(0, "teacher"));
  return {
    ...nest("teacher", weights),
    ...trainableState(players.student.trainable, student.init(random(0, "student"), weights)),
    ...trainableState(players.fakeScore.trainable, fakeScore.init(random(0, "fakeScore"), weights)),
  };
}

/** Losses of each round and the state after the last. */
async function play(game: Components, backend: Backend, rounds: number) {
  const executor = await createExecutor(backend);
  const store = executor.createStore(firstState(game));
  const draws = (round: number) => distillationDraws(game.distillation, random(0, "draws", round), round);
  const shapes = Object.fromEntries(Object.entries(draws(1)).map(([name, { shape }]) => [name, shape]));
  const step = await executor.compile(distillationStep(game.distillation), store, shapes);
  const losses: number[][] = [];
  for (let round = 1; round <= rounds; round++) {
    losses.push(Object.values(await step.run(draws(round))).map(({ data }) => data[0]!));
  }
  const state = await store.read();
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return { losses, state };
}

/** The largest difference of two arrays beside the largest number in them. */
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const largest = Math.max(...Array.from(b, Math.abs), 1e-30);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!))) / largest;
};

describe("20 rounds compiled and 20 rounds op by op give the same numbers", () => {
  test.each([
    ["VE", []],
    ["cosine", ["schedule=schedules/cosine", "distill.student.time={use: time-laws/uniform, min: 0.02, max: 0.9}"]],
    ["rectified flow and L1", ["schedule=schedules/rectified-flow", "loss=sid/l1"]],
    ["DDE", ["loss=dde/energy-kl", "fakeScore={ use: dde/energies, width: 24, depth: 2, embedding: 8 }"]],
    ["LSGAN", ["loss=lsgan/least-squares", "fakeScore={ use: lsgan/critic, width: 24, depth: 2, embedding: 8 }"]],
  ])("%s", async (_, overrides) => {
    // Adam's step is its learning rate even where the gradient is rounding noise: a large epsilon leaves that noise small.
    const steady = ["distill.student.optimizer.eps=0.1", "distill.fakeScore.optimizer.eps=0.1"];
    const game = await gameOf([...overrides, ...steady]);
    const [compiled, eager] = [await play(game, "ort", 20), await play(game, "cpu", 20)];
    expect(distance(compiled.losses.flat(), eager.losses.flat())).toBeLessThan(1e-5);
    expect(Object.keys(compiled.state)).toEqual(Object.keys(eager.state));
    const distances = Object.entries(compiled.state).map(([name, { data }]) => distance(data, eager.state[name]!.data));
    expect(Math.max(...distances)).toBeLessThan(1e-5);
  });
});

test("the teacher is frozen, both players and the average move", async () => {
  const game = await gameOf();
  const before = firstState(game);
  const { state } = await play(game, "ort", 1);
  const moved = Object.keys(before).filter((name) => distance(state[name]!.data, before[name]!.data) > 0);
  expect(new Set(moved.map((name) => name.split(".")[0]))).toEqual(new Set(["student", "fakeScore", "adam", "ema"]));
});

test("the fake score's update leaves the student alone: its samples are data to it", async () => {
  const game = await gameOf(["distill.student.optimizer.lr=1e-30"]);
  const before = firstState(game);
  const { state } = await play(game, "ort", 1);
  expect(distance(state["student.input.weight"]!.data, before["student.input.weight"]!.data)).toBe(0);
  expect(distance(state["fakeScore.input.bias"]!.data, before["fakeScore.input.bias"]!.data)).toBeGreaterThanOrEqual(0);
});
