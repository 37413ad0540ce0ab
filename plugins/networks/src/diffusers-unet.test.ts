import { testNetwork } from "@tweedie/testing";
import plugin from "./diffusers-unet.ts";

const options = {
  widths: [4, 8],
  blocks: 1,
  encoder: ["plain", "attention"],
  decoder: ["attention", "plain"],
  groups: 2,
};

testNetwork(plugin, { shape: [4, 4, 1], options });
