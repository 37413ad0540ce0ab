import { testNetwork } from "@tweedie/testing";
import plugin from "./dhariwal-unet.ts";

const options = { channels: 8, multipliers: [1, 2], blocks: 1, attention: [2, 4], headChannels: 4 };

testNetwork(plugin, { shape: [4, 4, 2], options: { ...options, conditional: true, labelDropout: 0.5 } });
testNetwork(plugin, {
  shape: [4, 4, 1],
  options: { ...options, dropout: 0.2, augmentations: 9, learnsVariance: true },
});
