import { mapParams, random, sizeOf, tf, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expectGradient, perturbed, tensorsOf } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { unetBlock } from "./unet-block.ts";
import { type UnetSize } from "./unet-size.ts";
import { unet } from "./unet.ts";

const small: UnetSize = {
  ...{ channels: 4, multipliers: [1, 2], blocks: 1, attention: [2], heads: 2, groups: 2, patch: 1, embedding: 4 },
};
const normal = (purpose: string, shape: number[]) => tf.tensor(random(0, purpose).normal(sizeOf(shape)), shape);
const networkOf = (side: number, size: Partial<UnetSize> = {}, colours = 1) =>
  unet({ shape: [side, side, colours], ...small, attention: [], ...size });

describe("U-Net", () => {
  test.each([
    [28, { multipliers: [1, 2, 2] }],
    [28, { patch: 2, attention: [7] }],
    [14, {}],
    [7, { multipliers: [1], attention: [7] }],
  ])("preserves the shape of images of side %d with %o, and its initial output is zero", (side, size) => {
    const network = networkOf(side, size, 2);
    const [x, noise] = [normal("x", [2, side, side, 2]), normal("noise", [2])];
    const first = network.init(random(0, "network"));
    expect(network.forward(perturbed(first), x, noise).shape).toEqual(x.shape);
    expect(network.forward(tensorsOf(first), x, noise).abs().max().dataSync()[0]).toBe(0);
  });

  test("gradients are finite differences", () => {
    const network = networkOf(4, { attention: [2] });
    const weights = perturbed(network.init(random(0, "network")));
    const noise = normal("noise", [2]);
    expectGradient(
      ({ x, ...params }) => network.forward(params, x!, noise).square().mean(),
      { ...weights, x: normal("x", [2, 4, 4, 1]) },
      { step: 0.01, atol: 2e-3, rtol: 5e-3 },
    );
  });

  test("the mirrored network maps the mirrored image to the mirrored output", () => {
    const network = networkOf(8, { attention: [4, 8] });
    const weights = perturbed(network.init(random(0, "network")));
    const [x, noise] = [normal("x", [2, 8, 8, 1]), normal("noise", [2])];
    const expected = network.forward(weights, x, noise).reverse(2);
    expect(network.forward(mirrored(weights), x.reverse(2), noise)).toBeAllClose(expected, { atol: 1e-5 });
    expect(network.forward(weights, x.reverse(2), noise)).not.toBeAllClose(expected, { atol: 1e-2 });
  });

  test("the number of weights follows the formula", () => {
    const [c, groupNorm, embedding] = [4, (c: number) => 2 * c, 16];
    const convolution = (inputs: number, outputs: number) => (9 * inputs + 1) * outputs;
    const linear = (inputs: number, outputs: number) => (inputs + 1) * outputs;
    const block = (inputs: number, outputs: number) =>
      groupNorm(inputs) +
      convolution(inputs, outputs) +
      linear(embedding, 2 * outputs) +
      convolution(outputs, outputs) +
      (inputs === outputs ? 0 : linear(inputs, outputs));
    const attention = (c: number) => groupNorm(c) + linear(c, 3 * c) + linear(c, c);
    const noise = linear(4, embedding) + linear(embedding, embedding);
    const ends = convolution(1, c) + groupNorm(c) + convolution(c, 1);
    const down = block(c, c) + linear(4 * c, 2 * c) + block(2 * c, 2 * c) + attention(2 * c);
    const middle = block(2 * c, 2 * c) + attention(2 * c);
    const up = block(4 * c, 2 * c) + attention(2 * c) + linear(2 * c, 4 * c) + block(2 * c, c);
    const weights = networkOf(4, { attention: [2] }).init(random(0, "network"));
    const count = Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);
    expect(count).toBe(noise + ends + down + middle + up);
  });

  test.each([
    [[28, 28, 1], { multipliers: [1, 2, 2, 2] }, /28 is not a multiple of 8/],
    [[7, 7, 1], {}, /cannot be halved 1 times/],
    [[8, 4, 1], {}, /square images/],
    [[2], {}, /square images/],
    [[8, 8, 1], { attention: [7] }, /available: 8, 4/],
    [[8, 8, 1], { groups: 3 }, /not a multiple of 3 groups/],
    [[8, 8, 1], { heads: 3 }, /not a multiple of 3 heads/],
  ])("refuses data of shape [%s] with %o", (shape, size, message) => {
    expect(() => unet({ shape, ...small, attention: [], ...size })).toThrow(message);
  });
});

describe("residual block", () => {
  const e = normal("e", [2, 6]);

  test("is initially the identity, including its attention", () => {
    const block = unetBlock("b", { inputs: 4, outputs: 4, side: 3, embedding: 6, groups: 2, heads: 2 });
    const h = normal("h", [2, 3, 3, 4]);
    expect(
      block
        .forward(tensorsOf(block.init(random(0, "b"))), h, e)
        .sub(h)
        .abs()
        .max()
        .dataSync()[0],
    ).toBe(0);
  });

  test("the residual is invariant to the scale of the input", () => {
    const block = unetBlock("b", { inputs: 4, outputs: 4, side: 3, embedding: 6, groups: 2, heads: 0 });
    const params = perturbed(block.init(random(0, "b")));
    const h = normal("h", [2, 3, 3, 4]);
    const added = (h: Tensor) => block.forward(params, h, e).sub(h);
    expect(added(h.mul(10))).toBeAllClose(added(h), { atol: 1e-3 });
  });
});

/** The weights of the mirrored network: columns of convolution windows and of pixel squares are reversed. */
function mirrored(weights: Params): Params {
  return mapParams(weights, (weight, name) => {
    const [inputs, outputs] = weight.shape as [number, number];
    if (weight.rank === 4) return weight.reverse(1);
    if (/enter.weight/.test(name)) return weight.reshape([2, 2, -1]).reverse(1).reshape(weight.shape);
    if (/leave.weight/.test(name))
      return weight
        .reshape([inputs, 2, 2, outputs / 4])
        .reverse(2)
        .reshape(weight.shape);
    if (/leave.bias/.test(name)) return weight.reshape([2, 2, -1]).reverse(1).reshape(weight.shape);
    return weight;
  });
}
