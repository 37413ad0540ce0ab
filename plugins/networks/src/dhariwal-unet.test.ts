import { testNetwork } from "@tweedie/testing";
import plugin from "./dhariwal-unet.ts";

const options = { channels: 8, multipliers: [1, 2], blocks: 1, attention: [2], headChannels: 8 };

testNetwork(plugin, { shape: [4, 4, 1], options });
