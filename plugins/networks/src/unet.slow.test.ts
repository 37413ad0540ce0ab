import { testNetwork } from "@tweedie/testing";
import plugin from "./unet.ts";

const options = { channels: 4, multipliers: [1, 2], blocks: 1, attention: [2], heads: 2, groups: 2, embedding: 4 };

testNetwork(plugin, { shape: [4, 4, 2], options: { ...options, patch: 2, conditional: true, attention: [1] } });
testNetwork(plugin, { shape: [4, 4, 1], options: { ...options, patch: 1, dropout: 0.2 } });
