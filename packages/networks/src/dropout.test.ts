import { type NDArray, random, sizeOf, tf } from "@tweedie/core";
import { expectGradient, stirred, tensorsOf } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { dit } from "./dit.ts";
import { dropout } from "./dropout.ts";
import { unet } from "./unet.ts";

const maskAt = (rate: number, step = 0): NDArray =>
  dropout("d", [50, 40], rate).draws!(random(0, "d", step), 50)["d.mask"]!;
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const normal = (purpose: string, shape: number[]) => tf.tensor(random(0, purpose).normal(sizeOf(shape)), shape);

describe.each([0.001, 0.1, 0.5, 0.95])("a mask at a rate of %d", (rate) => {
  const values = [...maskAt(rate).data];
  const isDropped = values.map((value) => Number(value === 0));
  /** Five standard deviations of a mean of independent zeros and ones. */
  const slack = 5 * Math.sqrt((rate * (1 - rate)) / values.length);

  test("drops that share and keeps the mean", () => {
    expect(Math.abs(mean(isDropped) - rate)).toBeLessThan(slack);
    expect(Math.abs(mean(values) - 1)).toBeLessThan(slack / (1 - rate));
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
  });

  test.each([1, 2, 40, 2_000])("drops an element whatever became of the one %d before it", (distance) => {
    const products = isDropped.slice(distance).map((one, i) => (one - rate) * (isDropped[i]! - rate));
    expect(Math.abs(mean(products))).toBeLessThan(5 * rate * (1 - rate) * Math.sqrt(1 / products.length) + 1e-4);
  });
});

test("masks are the same from one stream, and others at another step and in another place", () => {
  expect(maskAt(0.5)).toEqual(maskAt(0.5));
  expect(maskAt(0.5)).not.toEqual(maskAt(0.5, 1));
  const elsewhere = dropout("e", [50, 40], 0.5).draws!(random(0, "d"), 50)["e.mask"];
  expect(maskAt(0.5)).not.toEqual(elsewhere);
});

test("without its mask it passes on what it gets, and at a rate of 0 there is none", () => {
  const x = normal("x", [2, 3]);
  expect(dropout("d", [3], 0.5).forward({}, x)).toBe(x);
  expect(dropout("d", [3], 0).draws).toBeUndefined();
});

const size = { embedding: 4, heads: 2, patch: 1 };
const networks = {
  unet: (rate?: number) =>
    unet({
      shape: [4, 4, 1],
      channels: 4,
      multipliers: [1, 2],
      blocks: 1,
      attention: [2],
      groups: 2,
      ...size,
      dropout: rate,
    }),
  dit: (rate?: number) => dit({ shape: [2, 3, 1], width: 8, depth: 2, ...size, dropout: rate }),
};

describe.each(Object.entries(networks))("%s with dropout", (_, networkOf) => {
  const network = networkOf(0.3);
  const weights = stirred(network.init(random(0, "network")));
  const masks = network.draws!(random(0, "masks"), 2);
  const [x, noise] = [normal("x", [2, ...network.shape]), normal("noise", [2])];

  test("begins with the weights that it has without, and without masks computes the same", () => {
    expect(network.init(random(0, "network"))).toEqual(networkOf().init(random(0, "network")));
    const whole = networkOf().forward(weights, x, noise);
    expect(network.forward(weights, x, noise)).toBeAllClose(whole, { atol: 0, rtol: 0 });
    expect([networkOf(), networkOf(0)].map(({ draws }) => draws)).toEqual([undefined, undefined]);
  });

  test("has a mask in each of its blocks", () => {
    const names = Object.keys(network.init(random(0, "network"))).flatMap(
      (name) => /^(.*)\.(conv2|outer)\.weight$/.exec(name)?.[1] ?? [],
    );
    const blocks = names.filter((name) => name !== "noise");
    expect(Object.keys(masks).sort()).toEqual(blocks.map((name) => `${name}.dropout.mask`).sort());
  });

  test("gradients are finite differences under one mask", () => {
    const drawn = tensorsOf(masks);
    expectGradient(
      ({ x, ...params }) =>
        network
          .forward({ ...params, ...drawn }, x!, noise)
          .square()
          .mean(),
      { ...weights, x },
      { step: 0.01, atol: 2e-3, rtol: 5e-3 },
    );
  });
});
