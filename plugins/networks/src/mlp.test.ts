import type { Dataset } from "@tweedie/core";
import { testNetwork } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./mlp.ts";

testNetwork(plugin);
testNetwork(plugin, { options: { width: 8, depth: 1, conditional: true } });
testNetwork(plugin, { shape: [3, 3, 1], options: { width: 8, depth: 1, activation: "softplus" } });

test("has the shape of the data, and defaults for all options", () => {
  const network = plugin.create(plugin.options.parse({}) as never, { shape: [7, 7, 1] } as unknown as Dataset);
  expect(network.shape).toEqual([7, 7, 1]);
});

test("refuses to be class-conditional on data without classes", () => {
  const data = { shape: [2] } as unknown as Dataset;
  expect(() => plugin.create(plugin.options.parse({ conditional: true }) as never, data)).toThrow(/have no classes/);
});

test("refuses an odd number of Fourier features", () => {
  expect(plugin.options.safeParse({ embedding: 15 }).success).toBe(false);
});
