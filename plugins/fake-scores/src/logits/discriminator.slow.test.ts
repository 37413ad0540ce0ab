import { edmDenoiser } from "@tweedie/diffusion";
import { unet } from "@tweedie/networks";
import { testDenoiser } from "@tweedie/testing";
import plugin from "../denoiser.ts";

const size = { channels: 8, multipliers: [1, 2], blocks: 1, attention: [], heads: 1, groups: 2, embedding: 4 };
const network = unet({ shape: [6, 6, 1], patch: 1, classes: 2, ...size });
const { shape, init } = network;
const teacher = { ...edmDenoiser(network, 0.7), shape, sigmaData: 0.7, weights: "trained", init } as const;
const images = { shape, uses: { network, teacher } };

testDenoiser(plugin, images);
testDenoiser(plugin, { ...images, options: { head: true } });
testDenoiser(plugin, { ...images, options: { head: true, adapter: { rank: 1 } } });
