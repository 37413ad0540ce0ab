import { random, type Observation, type SearchSpace } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import randomSampler from "./random.ts";
import { uniformChoice, search, uniformRange, integerRange } from "./space/space.fixture.ts";
import tpe from "./tpe.ts";
import { rangeKernel } from "./tpe/kernel.ts";
import { parzenEstimate } from "./tpe/parzen.ts";
import { splitObservations } from "./tpe/split.ts";
import { branin, hartmann, logRegrets } from "./tpe/test-functions.fixture.ts";

const options = { startup: 10, candidates: 24, multivariate: false };

test("the test functions have their published minima", () => {
  expect(branin.value({ x: Math.PI, y: 2.275 })).toBeCloseTo(branin.least, 5);
  const at = [0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573];
  expect(hartmann.value(Object.fromEntries(at.map((x, j) => [`x${j}`, x])))).toBeCloseTo(hartmann.least, 4);
});

test.each([false, true])(
  "the mean log regret is lower than that of random search, multivariate: %s",
  (multivariate) => {
    const [found, drawn] = [tpe.create({ ...options, multivariate }), randomSampler.create({})].map((sampler) =>
      logRegrets(sampler, branin, { budget: 50, seeds: 5 }).reduce((sum, each) => sum + each, 0),
    );
    expect(found).toBeLessThan(drawn!);
  },
);

describe("the density of a kernel has mass 1", () => {
  test("for a continuous range", () => {
    const kernel = rangeKernel(uniformRange("x", 0, 1), 0.9, 0.3);
    const steps = 2_000;
    const mass = Array.from({ length: steps }, (_, i) => Math.exp(kernel.logDensity((i + 0.5) / steps)) / steps);
    expect(mass.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 6);
  });

  test("for integers and choices", () => {
    const space: SearchSpace = [integerRange("n", 3, 9), uniformChoice("c", 4)];
    const estimate = parzenEstimate(space, [{ n: 3, c: 0 }, { n: 8, c: 2 }]); // prettier-ignore
    let mass = 0;
    for (let n = 3; n <= 9; n++) for (let c = 0; c < 4; c++) mass += Math.exp(estimate.logDensity({ n, c }));
    expect(mass).toBeCloseTo(1, 10);
  });
});

test("draws follow the estimated density", () => {
  const estimate = parzenEstimate([integerRange("n", 0, 4)], [{ n: 1 }, { n: 1 }, { n: 4 }]);
  const counts = [0, 0, 0, 0, 0];
  const u = random(0, "test").uniform(40_000);
  for (let i = 0; i < u.length; i += 2) counts[estimate.draw([u[i]!, u[i + 1]!])["n"]!]!++;
  counts.forEach((count, n) => {
    const expected = Math.exp(estimate.logDensity({ n }));
    expect(Math.abs(count / 20_000 - expected)).toBeLessThan(4 * Math.sqrt(expected / 20_000));
  });
});

test("the best two of 20 finished trials are good; complete trials precede pruned ones, diverged and running trials are never good", () => {
  const known = (status: Observation["status"], value?: number, resource?: number): Observation => {
    return { point: { x: value ?? -1 }, status, value, resource };
  };
  const history = [
    known("running"),
    known("diverged"),
    ...Array.from({ length: 17 }, (_, i) => known("pruned", -100 + i, 10 + i)),
    known("complete", 5),
    known("complete", 7),
  ];
  expect(splitObservations(history.slice(0, -1)).good).toEqual([{ x: -84 }, { x: 5 }]);
  expect(splitObservations(history).good).toEqual([{ x: 5 }, { x: 7 }]);
  expect(splitObservations(history).rest).toHaveLength(19);
});

test("suggestions avoid running configurations", () => {
  const space = [uniformRange("x", 0, 1)];
  const history = Array.from({ length: 20 }, (_, i): Observation => {
    return { point: { x: (i + 0.5) / 20 }, status: "complete", value: Math.abs((i + 0.5) / 20 - 0.475) };
  });
  const busy = Array.from({ length: 8 }, (): Observation => ({ point: { x: 0.475 }, status: "running" }));
  const near = (known: readonly Observation[]) =>
    Array.from({ length: 100 }, (_, index) => {
      const streams = { random: random(3, "sampler", index), sweep: random(3, "sweep") };
      return tpe.create(options).suggest({ space, index, ...streams, history: () => known })["x"]!;
    }).filter((x) => Math.abs(x - 0.475) < 0.03).length;
  expect(near([...history, ...busy])).toBeLessThan(near(history) / 2);
});

test.each([false, true])(
  "a conditional parameter is suggested only where its condition is met, multivariate: %s",
  (multivariate) => {
    const space: SearchSpace = [uniformChoice("loss", 2), uniformRange("lambda", 0, 1, { name: "loss", choice: 1 })];
    const found = search(tpe.create({ ...options, multivariate }), space, {
      budget: 60,
      seed: 1,
      value: ({ loss, lambda }) => (loss === 0 ? 0.2 : (lambda! - 0.3) ** 2),
    });
    for (const { point } of found) expect("lambda" in point).toBe(point["loss"] === 1);
    // A random draw is this good with probability 0.1: 4 of 40.
    expect(found.slice(20).filter(({ value }) => value < 0.01).length).toBeGreaterThan(12);
  },
);
