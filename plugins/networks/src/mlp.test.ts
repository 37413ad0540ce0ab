import type { Dataset } from "@tweedie/core";
import { testFamily, testNetwork } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./mlp.ts";

const images = { shape: [4, 4, 1] };
testFamily(import.meta.dirname, {
  unet: { ...images, options: { multipliers: [1], attention: [] } },
  dit: images,
});
testNetwork(plugin);
testNetwork(plugin, { options: { width: 8, depth: 1, conditional: true } });
testNetwork(plugin, { shape: [3, 3, 1], options: { width: 8, depth: 1, activation: "softplus" } });

test("takes the shape of the data, and all options have defaults", () => {
  const network = plugin.create(plugin.options.parse({}) as never, { shape: [7, 7, 1] } as unknown as Dataset);
  expect(network.shape).toEqual([7, 7, 1]);
});

test("data without classes cannot be conditioned on", () => {
  const data = { shape: [2] } as unknown as Dataset;
  expect(() => plugin.create(plugin.options.parse({ conditional: true }) as never, data)).toThrow(/have no classes/);
});

test("an odd number of Fourier features is refused", () => {
  expect(plugin.options.safeParse({ embedding: 15 }).success).toBe(false);
});
