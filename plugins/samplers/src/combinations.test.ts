import { type Point, random, type Sampler, type Space } from "@tweedie/core";
import { expect, test } from "vitest";
import grid from "./grid.ts";
import list from "./list.ts";
import randomSampler from "./random.ts";
import { choice, search, uniform, whole } from "./space.fixture.ts";

const all = (sampler: Sampler, space: Space): readonly Point[] =>
  search(sampler, space, { budget: sampler.size!(space), seed: 0, value: () => 0 }).map(({ point }) => point);

const tree: Space = [
  choice("loss", 3),
  whole("n", 2, 3),
  { ...choice("lambda", 2), when: { name: "loss", choice: 1 } },
];

test("a grid has every combination once, and parameters below a choice beside that choice alone", () => {
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

test("a grid of 100^10 combinations is counted, and any of them made, without a list of them", () => {
  const space = Array.from({ length: 10 }, (_, at) => whole(`x${at}`, 0, 99));
  const sampler = grid.create({});
  expect(sampler.size!(space)).toBe(1e20);
  const ask = { space, random: random(0, ""), sweep: random(0, ""), history: () => [] };
  expect(sampler.suggest({ ...ask, index: 12_345 })).toMatchObject({ x7: 1, x8: 23, x9: 45 });
});

test("a grid and a list refuse a continuous range by name", () => {
  const space = [choice("a", 2), uniform("b", 0, 1)];
  expect(grid.create({}).refuse!(space)).toMatchObject({ name: "b" });
  expect(list.create({}).refuse!(space)).toMatchObject({ name: "b" });
});

test("a list is read side by side, and one value goes with all", () => {
  const space = [choice("a", 3), whole("b", 5, 7), choice("c", 1)];
  expect(list.create({}).refuse!(space)).toBeUndefined();
  expect(all(list.create({}), space)).toEqual([0, 1, 2].map((at) => ({ a: at, b: 5 + at, c: 0 })));
  expect(list.create({}).refuse!([choice("a", 3), choice("b", 2)])).toMatchObject({ name: "b" });
});

test("random draws follow the probabilities of the choices, and are the same again", () => {
  const space: Space = [{ name: "a", kind: "choice", probabilities: [0.7, 0.2, 0.1] }];
  const draw = () => search(randomSampler.create({}), space, { budget: 4_000, seed: 5, value: () => 0 });
  const found = draw();
  const share = found.filter(({ point }) => point["a"] === 0).length / 4_000;
  expect(Math.abs(share - 0.7)).toBeLessThan(4 * Math.sqrt((0.7 * 0.3) / 4_000));
  expect(draw()).toEqual(found);
});
