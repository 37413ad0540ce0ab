import { tf, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expectGradient, gaussianDenoiser } from "@tweedie/testing";
import { expect, test } from "vitest";
import { addNoise } from "../levels/add-noise.ts";
import { edmDenoiser, epsFromEdm } from "./edm.ts";
import { levelOf } from "../levels/level.ts";

const sigmaData = 0.5;
const sigmas = [0.002, 0.5, 80];
const level = levelOf(tf.ones([3]), tf.tensor1d(sigmas), 2);
const networkOf = (forward: (x: Tensor, noise: Tensor) => Tensor): Pick<Network, "forward"> => ({
  forward: (_, x, noise) => forward(x, noise),
});

test("is (x - cSkip x - cOut F) / sigma, with the paper's coefficients", () => {
  const [f, x] = [0.7, -1.3];
  const paper = sigmas.map((sigma) => {
    const cSkip = sigmaData ** 2 / (sigma ** 2 + sigmaData ** 2);
    const cOut = (sigma * sigmaData) / Math.sqrt(sigma ** 2 + sigmaData ** 2);
    return (x - cSkip * x - cOut * f) / sigma;
  });
  expect(epsFromEdm(tf.fill([3, 1], f), tf.fill([3, 1], x), level, sigmaData)).toBeAllClose(paper);
});

test("a network whose output is zero predicts the noise of Gaussian data", () => {
  const xt = tf.tensor2d([[0.3], [-1], [70]]);
  const gaussian = gaussianDenoiser([1]).epsilon({ mean: tf.zeros([1]), std: tf.scalar(sigmaData) }, xt, level);
  expect(
    edmDenoiser(
      networkOf((x) => x.mul(0)),
      sigmaData,
    ).epsilon({}, xt, level),
  ).toBeAllClose(gaussian);
});

test("the network's inputs have unit variance and are ln(sigma) / 4", () => {
  let received: readonly Tensor[] = [];
  const spy = networkOf((...inputs) => (received = inputs)[0]!);
  const deviations = tf.tensor2d(sigmas.map((sigma) => [Math.hypot(sigma, sigmaData)]));
  edmDenoiser(spy, sigmaData).epsilon({}, deviations, level);
  expect(received[0]!.flatten()).toBeAllClose([1, 1, 1]);
  expect(received[1]!).toBeAllClose(sigmas.map((sigma) => Math.log(sigma) / 4));
});

test("the prediction depends on xt / alphaBar and sigma only", () => {
  const network = networkOf((x, noise) => x.add(noise.reshape([-1, 1])).sin());
  const x = tf.tensor2d([[0.3], [-1], [70]]);
  const alphaBar = tf.tensor1d([0.9, 0.5, 0.01]);
  const scaled = levelOf(alphaBar, alphaBar.mul(tf.tensor1d(sigmas)), 2);
  const denoiser = edmDenoiser(network, sigmaData);
  expect(denoiser.epsilon({}, x.mul(scaled.alphaBar), scaled)).toBeAllClose(denoiser.epsilon({}, x, level));
});

test("is accurate at small noise", () => {
  const tiny = levelOf(tf.ones([1]), tf.tensor1d([1e-6]), 2);
  const [x0, eps] = [tf.tensor2d([[1.5]]), tf.tensor2d([[-0.8]])];
  const xt = addNoise(x0, eps, tiny);
  expect(epsFromEdm(tf.tensor2d([[0.8]]), xt, tiny, sigmaData)).toBeAllClose([1.5e-6 / 0.25 - 0.8], { rtol: 1e-6 });
});

test("gradients are finite differences", () => {
  const network = networkOf((x) => x.sin());
  expectGradient(({ xt }) => edmDenoiser(network, sigmaData).epsilon({}, xt!, level).square().sum(), {
    xt: tf.tensor2d([[0.3], [-1], [7]]),
  });
});
