import { mapParams, type Network, random } from "@tweedie/core";
import { expect, test } from "vitest";
import { mlp } from "../architectures/mlp.ts";
import { songUnet } from "../published/edm/song-unet.ts";
import { songUnetOptions } from "../published/edm/options.ts";
import { countingRandom } from "./counting-random.ts";

const image = { shape: [8, 8, 3], classes: undefined };

test.each<[string, Network]>([
  ["mlp", mlp({ shape: [2], width: 256, depth: 2, embedding: 8, activation: "silu" })],
  ["song-unet", songUnet({ ...songUnetOptions.parse({ channels: 32, blocks: 1, attention: [4] }), ...image })],
])("a counting stream gives the shapes of a network's weights: %s", (_, network) => {
  const shapes = (stream: typeof random) => mapParams(network.init(stream(0, "init")), ({ shape }) => shape);
  expect(shapes(() => countingRandom())).toEqual(shapes(random));
});
