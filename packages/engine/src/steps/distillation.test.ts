import { expect, test } from "vitest";
import { distillationProgram } from "./distillation.ts";
import {
  compiledDistance,
  componentsOf,
  distance,
  initialState,
  separateGraphsDistance,
  train,
} from "./ring-distillation.fixture.ts";

test("20 compiled iterations equal 20 iterations op by op", async () => {
  expect(await compiledDistance([])).toBeLessThan(1e-5);
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

test("an iteration with many updates of the fake score runs one graph of them many times", async () => {
  const programOf = async (updates: number) =>
    distillationProgram((await componentsOf([`distill.fakeScore.updates=${updates}`])).distillation, 0);
  expect((await programOf(64)).runs.map(({ graph }) => graph)).toEqual(["step"]);
  const { graphs, runs } = await programOf(300);
  expect(Object.keys(graphs)).toEqual(["fakeScore", "student"]);
  expect(runs.map(({ graph }) => graph)).toEqual([...Array.from({ length: 300 }, () => "fakeScore"), "student"]);
});

test("an iteration of large networks is one run for each update, and equals the iteration in one graph", async () => {
  const { distillation } = await componentsOf(["distill.fakeScore.updates=2"]);
  const runs = (trained: number) => distillationProgram(distillation, trained).runs.map(({ graph }) => graph);
  expect(runs(1e6)).toEqual(["step"]);
  expect(runs(1e8)).toEqual(["fakeScore", "fakeScore", "student"]);
  expect(await separateGraphsDistance(["distill.fakeScore.updates=2"])).toBeLessThan(1e-6);
});
