import { testNetwork } from "@tweedie/testing";
import plugin from "./diffusers-unet.ts";

const options = { widths: [4, 8], blocks: 1, encoder: ["plain", "plain"], decoder: ["attention", "plain"], groups: 2 };

testNetwork(plugin, {
  shape: [4, 4, 2],
  options: {
    ...options,
    conditional: true,
    conditioning: "scale-shift",
    middleScale: 1.5,
    headChannels: 4,
    padding: 1,
  },
});
testNetwork(plugin, {
  shape: [4, 4, 1],
  options: {
    ...options,
    dropout: 0.2,
    centresInput: true,
    cosinesFirst: true,
    middleAttention: false,
    learnsVariance: true,
  },
});
