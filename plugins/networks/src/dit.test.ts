import { testNetwork } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./dit.ts";

const options = { patch: 2, width: 8, depth: 2, heads: 2, embedding: 4 };

testNetwork(plugin, { shape: [4, 6, 1], options });
testNetwork(plugin, { shape: [4, 4, 2], options: { ...options, conditional: true } });
testNetwork(plugin, { shape: [4, 6, 1], options: { ...options, dropout: 0.2 } });

test.each([-0.1, 1, 1.5, Number.NaN])("refuses a dropout of %d", (dropout) => {
  expect(plugin.options.safeParse({ dropout }).success).toBe(false);
});
