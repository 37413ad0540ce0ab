import { testNetwork } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./song-unet.ts";

const options = { channels: 4, multipliers: [1, 2], blocks: 1, attention: [2], augmentations: 3 };

testNetwork(plugin, { shape: [4, 4, 1], options });

test.each([[[1]], [[1, 3, 1]], [[1, -1]], [[]]])("refuses the filter %j", (filter) => {
  expect(plugin.options.safeParse({ filter }).success).toBe(false);
});
