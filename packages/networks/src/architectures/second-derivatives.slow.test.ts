import { type Network, type Params, random, tf } from "@tweedie/core";
import { normal, perturbed } from "@tweedie/testing";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { diffusersUnet } from "../published/diffusers/diffusers-unet.ts";
import { diffusersUnetOptions } from "../published/diffusers/options.ts";
import { dhariwalUnet } from "../published/edm/dhariwal-unet.ts";
import { dhariwalUnetOptions, songUnetOptions } from "../published/edm/options.ts";
import { songUnet } from "../published/edm/song-unet.ts";
import { dit } from "./dit.ts";
import { mlp } from "./mlp.ts";
import { unet } from "./unet.ts";

const shape = [4, 4, 1];
const edm = { channels: 8, multipliers: [1, 2], blocks: 1, attention: [2] };
const diffusers = {
  ...{ widths: [8, 8], blocks: 1, groups: 4, headChannels: 4 },
  ...{ encoder: ["plain", "attention"], decoder: ["attention", "plain"] },
};
const networks: Readonly<Record<string, Network>> = {
  mlp: mlp({ shape, width: 8, depth: 1, embedding: 4, activation: "silu" }),
  unet: unet({
    ...{ shape, channels: 4, multipliers: [1, 2], blocks: 1, attention: [2] },
    ...{ heads: 2, groups: 2, patch: 1, embedding: 4 },
  }),
  dit: dit({ shape, patch: 2, width: 8, depth: 1, heads: 2, embedding: 4 }),
  "song-unet": songUnet({ shape, ...songUnetOptions.parse(edm) }),
  "song-unet, NCSN++": songUnet({
    ...{ shape, classes: undefined },
    ...songUnetOptions.parse({ ...edm, encoder: "residual", decoder: "skip", noise: "fourier", filter: [1, 3, 3, 1] }),
  }),
  "dhariwal-unet": dhariwalUnet({ shape, ...dhariwalUnetOptions.parse({ ...edm, headChannels: 4 }) }),
  "diffusers-unet": diffusersUnet({ shape, ...diffusersUnetOptions.parse(diffusers) }),
};

/** `|∇_w |F(w, s x)|²|²` over all weights w: what an unrolled update differentiates, as a function of the number s. */
function squaredGradient(network: Network, weights: Params, s: Tensor): Tensor {
  const names = Object.keys(weights);
  const [x, noise] = [normal("x", [2, ...shape]), normal("noise", [2])];
  const loss = (...tensors: Tensor[]) => {
    const params = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    const used = tensors.reduce((sum, tensor) => sum.add(tensor.mul(0).sum()), tf.scalar(0) as Tensor);
    return network.forward(params, x.mul(s), noise).square().sum().add(used) as Scalar;
  };
  return tf.addN(
    tf
      .grads(loss)(Object.values(weights))
      .map((gradient) => gradient.square().sum()),
  );
}

test.each(Object.entries(networks))("the gradients in the weights can be differentiated: %s", (_, network) => {
  const weights = perturbed(network.init(random(0, "init")));
  const value = (s: number) => squaredGradient(network, weights, tf.scalar(s)).dataSync()[0]!;
  const slope = tf
    .grad((s: Tensor) => squaredGradient(network, weights, s))(tf.scalar(1))
    .dataSync()[0]!;
  const step = 5e-3;
  const expected = (value(1 + step) - value(1 - step)) / (2 * step);
  expect(Math.abs(expected)).toBeGreaterThan(1e-3);
  expect(Math.abs(slope / expected - 1)).toBeLessThan(0.02);
});
