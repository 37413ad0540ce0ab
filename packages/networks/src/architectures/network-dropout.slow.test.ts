import { random, sizeOf, tf } from "@tweedie/core";
import { expectGradient, perturbed, tensorsOf } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { dit } from "./dit.ts";
import { unet } from "./unet.ts";

const normal = (purpose: string, shape: number[]) => tf.tensor(random(0, purpose).normal(sizeOf(shape)), shape);
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
  const weights = perturbed(network.init(random(0, "network")));
  const masks = network.draws!(random(0, "masks"), 2);
  const [x, noise] = [normal("x", [2, ...network.shape]), normal("noise", [2])];

  test("has the same initial weights as without dropout, and without masks the same output", () => {
    expect(network.init(random(0, "network"))).toEqual(networkOf().init(random(0, "network")));
    const plain = networkOf().forward(weights, x, noise);
    expect(network.forward(weights, x, noise)).toBeAllClose(plain, { atol: 0, rtol: 0 });
    expect([networkOf(), networkOf(0)].map(({ draws }) => draws)).toEqual([undefined, undefined]);
  });

  test("has a mask in each of its blocks", () => {
    const names = Object.keys(network.init(random(0, "network"))).flatMap(
      (name) => /^(.*)\.(conv2|outer)\.weight$/.exec(name)?.[1] ?? [],
    );
    const blocks = names.filter((name) => name !== "noise");
    expect(Object.keys(masks).sort()).toEqual(blocks.map((name) => `${name}.dropout.mask`).sort());
  });

  test("gradients are finite differences for a fixed mask", () => {
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
