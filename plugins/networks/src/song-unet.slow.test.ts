import { testNetwork } from "@tweedie/testing";
import plugin from "./song-unet.ts";

const options = { channels: 4, multipliers: [1, 2, 1], blocks: 1, attention: [2], filter: [1, 3, 3, 1] };
const ncsn = { ...options, noise: "fourier", noiseFeatures: 2, encoder: "residual" };

testNetwork(plugin, { shape: [8, 8, 1], options: ncsn });
testNetwork(plugin, { shape: [8, 8, 2], options: { ...options, encoder: "skip", decoder: "skip", dropout: 0.2 } });
testNetwork(plugin, { shape: [8, 8, 1], options: { ...options, conditional: true, labelDropout: 0.5 } });
testNetwork(plugin, { shape: [8, 8, 1], options: { ...options, decoder: "skip", learnsVariance: true } });
