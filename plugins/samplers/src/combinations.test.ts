import { type SearchPoint, random, type Sampler, type SearchSpace } from "@tweedie/core";
import { expect, test } from "vitest";
import grid from "./grid.ts";
import list from "./list.ts";
import randomSampler from "./random.ts";
import { uniformChoice, search, uniformRange, integerRange } from "./space/space.fixture.ts";

const all = (sampler: Sampler, space: SearchSpace): readonly SearchPoint[] =>
  search(sampler, space, { budget: sampler.size!(space), seed: 0, value: () => 0 }).map(({ point }) => point);

const tree: SearchSpace = [
  uniformChoice("loss", 3),
  integerRange("n", 2, 3),
  { ...uniformChoice("lambda", 2), when: { name: "loss", choice: 1 } },
];

test("a grid has every combination once, with conditional parameters only where their condition is met", () => {
  const points = all(grid.create({}), tree);
  expect(points).toEqual([
    { loss: 0, n: 2 },
    { loss: 0, n: 3 },
    { loss: 1, n: 2, lambda: 0 },
    { loss: 1, n: 2, lambda: 1 },
    { loss: 1, n: 3, lambda: 0 },
    { loss: 1, n: 3, lambda: 1 },
    { loss: 2, n: 2 },
    { loss: 2, n: 3 },
  ]);
});

test("a grid of 100^10 combinations is counted and indexed without listing them", () => {
  const space = Array.from({ length: 10 }, (_, at) => integerRange(`x${at}`, 0, 99));
  const sampler = grid.create({});
  expect(sampler.size!(space)).toBe(1e20);
  const ask = { space, random: random(0, ""), sweep: random(0, ""), history: () => [] };
  expect(sampler.suggest({ ...ask, index: 12_345 })).toMatchObject({ x7: 1, x8: 23, x9: 45 });
});

test("a grid and a list refuse a continuous range, and name it", () => {
  const space = [uniformChoice("a", 2), uniformRange("b", 0, 1)];
  expect(grid.create({}).refuse!(space)).toMatchObject({ name: "b" });
  expect(list.create({}).refuse!(space)).toMatchObject({ name: "b" });
});

test("a list combines values index by index, and repeats a single value", () => {
  const space = [uniformChoice("a", 3), integerRange("b", 5, 7), uniformChoice("c", 1)];
  expect(list.create({}).refuse!(space)).toBeUndefined();
  expect(all(list.create({}), space)).toEqual([0, 1, 2].map((at) => ({ a: at, b: 5 + at, c: 0 })));
  expect(list.create({}).refuse!([uniformChoice("a", 3), uniformChoice("b", 2)])).toMatchObject({ name: "b" });
});

test("random draws follow the probabilities of the choices, and are reproducible", () => {
  const space: SearchSpace = [{ name: "a", kind: "choice", probabilities: [0.7, 0.2, 0.1] }];
  const draw = () => search(randomSampler.create({}), space, { budget: 4_000, seed: 5, value: () => 0 });
  const found = draw();
  const frequency = found.filter(({ point }) => point["a"] === 0).length / 4_000;
  expect(Math.abs(frequency - 0.7)).toBeLessThan(4 * Math.sqrt((0.7 * 0.3) / 4_000));
  expect(draw()).toEqual(found);
});
