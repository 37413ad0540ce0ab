import { testNetwork } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./unet.ts";

const options = {
  channels: 4,
  multipliers: [1, 2],
  blocks: 1,
  attention: [2],
  heads: 2,
  groups: 2,
  patch: 1,
  embedding: 4,
};

testNetwork(plugin, { shape: [4, 4, 1], options });

test.each([-0.1, 1, 1.5, Number.NaN])("refuses a dropout of %d", (dropout) => {
  expect(plugin.options.safeParse({ dropout }).success).toBe(false);
});
