import { random, sizeOf, tf, type Network, type Params } from "@tweedie/core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { perturbed, tensorsOf } from "@tweedie/testing";
import { expect, test } from "vitest";
import { dit } from "./architectures/dit.ts";
import { mlp } from "./architectures/mlp.ts";
import { unet } from "./architectures/unet.ts";
import { adaptNetwork } from "./models/adapter.ts";
import { dhariwalUnetOptions, songUnetOptions } from "./published/edm/options.ts";
import { dhariwalUnet } from "./published/edm/dhariwal-unet.ts";
import { songUnet } from "./published/edm/song-unet.ts";
import { diffusersUnet } from "./published/diffusers/diffusers-unet.ts";
import { diffusersUnetOptions } from "./published/diffusers/options.ts";
import { recomputingBlocks } from "./recompute.ts";

const shape = [4, 4, 1];
const edm = { channels: 8, multipliers: [1, 2], blocks: 1, attention: [2], dropout: 0.3 };
const own = { embedding: 4, heads: 2, dropout: 0.3 };
const diffusers = {
  ...{ widths: [8, 8], blocks: 1, groups: 4, headChannels: 4, dropout: 0.3 },
  ...{ encoder: ["plain", "attention"], decoder: ["attention", "plain"] },
};
const networks: Readonly<Record<string, Network>> = {
  "song-unet": songUnet({ shape, ...songUnetOptions.parse(edm) }),
  "song-unet, NCSN++": songUnet({
    ...{ shape, classes: 3 },
    ...songUnetOptions.parse({ ...edm, encoder: "residual", decoder: "skip", noise: "fourier", filter: [1, 3, 3, 1] }),
  }),
  "dhariwal-unet": dhariwalUnet({ shape, ...dhariwalUnetOptions.parse({ ...edm, headChannels: 4 }) }),
  "diffusers-unet": diffusersUnet({ shape, ...diffusersUnetOptions.parse(diffusers) }),
  unet: unet({
    ...{ shape, channels: 8, multipliers: [1, 2], blocks: 1, attention: [2], groups: 2, patch: 1 },
    ...own,
  }),
  dit: dit({ ...{ shape, width: 8, depth: 2, patch: 1 }, ...own }),
};

type Modify = typeof recomputingBlocks;
interface Gradients {
  readonly value: Tensor;
  readonly grads: readonly Tensor[];
}

/** Value and gradients of a scalar function of a network's output, with dropout, with respect to its input and all params. */
function gradientOf({ classes, ...network }: Network, params: Params, modify: Modify = (f) => f): () => Gradients {
  const count = 2;
  const x = tf.tensor(random(0, "x").normal(count * sizeOf(shape)), [count, ...shape]);
  const label = classes === undefined ? undefined : tf.tensor1d([0, 2]);
  const masks = network.draws ? tensorsOf(network.draws(random(0, "masks"), count)) : {};
  const names = Object.keys(params);
  const objective = (x: Tensor, ...values: Tensor[]) => {
    const weights = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    const y = network.forward({ ...weights, ...masks }, x, tf.tensor1d([0.3, -0.2]), label);
    return y.mul(x.cos()).square().sum() as Scalar;
  };
  return () => tf.valueAndGrads(modify(objective))([x, ...Object.values(params)]);
}

/** Compares two gradients to 1e-6 of the largest element. */
function expectSame(got: Gradients, expected: Gradients): void {
  expect(got.value).toBeAllClose(expected.value, { rtol: 1e-6 });
  const largest = Math.max(...expected.grads.map((gradient) => gradient.abs().max().dataSync()[0]!));
  for (const [i, gradient] of expected.grads.entries()) {
    expect(got.grads[i]!).toBeAllClose(gradient, { rtol: 0, atol: 1e-6 * largest });
  }
}

test.each(Object.entries(networks))("the gradient with recomputation is the same: %s", (_, network) => {
  expect(network.recomputes).toBe(true);
  const params = perturbed(network.init(random(0, "network")));
  expectSame(gradientOf(network, params, recomputingBlocks)(), gradientOf(network, params)());
});

test("with an adapter too, whose merged weights are no params", () => {
  const network = networks["song-unet"]!;
  const adapted = adaptNetwork(network, { rank: 2, alpha: 2, targets: ["*"] }, "adapter");
  const params = { ...perturbed(network.init(random(0, "network"))), ...perturbed(adapted.init(random(0, "factors"))) };
  const whole = { ...network, ...adapted };
  expectSame(gradientOf(whole, params, recomputingBlocks)(), gradientOf(whole, params)());
});

test.each(["song-unet", "diffusers-unet", "unet", "dit"])("recomputation keeps fewer values: %s", async (name) => {
  const network = networks[name]!;
  const params = perturbed(network.init(random(0, "network")));
  const peakOf = async (modify?: Modify) => {
    const gradient = gradientOf(network, params, modify);
    const { peakBytes } = await tf.profile(() => {
      tf.dispose(gradient() as never);
      return [];
    });
    return peakBytes - tf.memory().numBytes;
  };
  expect(await peakOf(recomputingBlocks)).toBeLessThan(0.8 * (await peakOf()));
});

test("a network without blocks says nothing of recomputation", () => {
  expect(mlp({ shape, width: 8, depth: 1, embedding: 4, activation: "silu" }).recomputes).toBeUndefined();
});
