import { random, type Dataset, type NDArray } from "@tweedie/core";
import { testDataset } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import checkerboard from "./checkerboard.ts";
import grid from "./grid.ts";
import ring from "./ring.ts";
import swissRoll from "./swiss-roll.ts";
import twoSpirals from "./two-spirals.ts";

for (const plugin of [checkerboard, grid, swissRoll, twoSpirals]) testDataset(plugin);

const stdOf = ({ data }: NDArray) => {
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  return Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
};
const points = ({ data }: NDArray) =>
  Array.from({ length: data.length / 2 }, (_, i) => [data[2 * i]!, data[2 * i + 1]!]);

describe.each<[string, (options: object) => Dataset, object[]]>([
  ["ring", (o) => ring.create(ring.options.parse(o) as never), [{}, { modes: 3, weights: [5, 1, 1] }, { modes: 1 }]],
  ["grid", (o) => grid.create(grid.options.parse(o) as never), [{}, { side: 2, std: 0.3 }]],
  ["checkerboard", (o) => checkerboard.create(checkerboard.options.parse(o) as never), [{}, { cells: 2 }]],
  ["two-spirals", (o) => twoSpirals.create(twoSpirals.options.parse(o) as never), [{}, { turns: 0.2, noise: 0.3 }]],
  ["swiss-roll", (o) => swissRoll.create(swissRoll.options.parse(o) as never), [{}, { noise: 0.3 }]],
])("%s", (_, create, options) => {
  test.each(options)("samples with %j have the declared standard deviation", (option) => {
    const data = create(option);
    expect(stdOf(data.sample(random(0, "data"), 100_000))).toBeCloseTo(data.sigmaData, 2);
  });

  test("held-out samples differ from training samples, and the same stream draws the same", () => {
    const data = create({});
    const [sample, again, heldOut] = [data.sample, data.sample, data.heldOut].map((draw) =>
      draw(random(0, "data"), 50),
    );
    expect(sample).toEqual(again);
    expect(heldOut!.shape).toEqual([50, 2]);
    const seen = new Set(sample!.data);
    expect([...heldOut!.data].filter((x) => seen.has(x))).toEqual([]);
  });

  test("consecutive draws from one stream differ", () => {
    const stream = random(0, "data");
    const data = create({});
    expect(data.sample(stream, 50)).not.toEqual(data.sample(stream, 50));
  });
});

test("the ring's sigmaData is sqrt(radius² / 2 + std²)", () => {
  const { sigmaData } = ring.create({ modes: 8, radius: 2, std: 0.1 });
  expect(sigmaData).toBeCloseTo(Math.sqrt(2 + 0.01), 12);
});

test("the two spirals' sigmaData is sqrt(1/4 + noise²), half of the mean of radius² = 1/2", () => {
  expect(twoSpirals.create({ turns: 1.5, noise: 0.2 }).sigmaData).toBeCloseTo(Math.sqrt(0.25 + 0.04), 5);
});

test("samples of the checkerboard are on cells of one colour, equally many on each", () => {
  const counts = new Map<string, number>();
  for (const point of points(checkerboard.create({ cells: 4 }).sample(random(0, "data"), 8000))) {
    const [column, row] = point.map((x) => Math.floor((x + 1) * 2));
    expect((column! + row!) % 2).toBe(0);
    counts.set(`${column},${row}`, (counts.get(`${column},${row}`) ?? 0) + 1);
  }
  expect(counts.size).toBe(8);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000));
});

test("spirals without noise are Archimedean: the angle is 2π turns times the radius", () => {
  for (const [x, y] of points(twoSpirals.create({ turns: 1.5, noise: 0 }).sample(random(0, "data"), 200))) {
    const radius = Math.hypot(x!, y!);
    const across = x! * Math.sin(3 * Math.PI * radius) - y! * Math.cos(3 * Math.PI * radius);
    expect(Math.abs(across)).toBeLessThan(1e-5);
  }
});
