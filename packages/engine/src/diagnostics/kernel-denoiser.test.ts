import type { Tensor } from "@tensorflow/tfjs-core";
import { random, tf } from "@tweedie/core";
import { levelOf, squaredNorm } from "@tweedie/diffusion";
import { gaussianDenoiser } from "@tweedie/testing";
import { expect, test } from "vitest";
import { kernelDenoiser } from "./kernel-denoiser.ts";

const count = 1_000;
const distribution = { mean: tf.tensor1d([0.4, -1]), std: tf.scalar(0.8) };
const normal = (purpose: string) => tf.tensor2d(random(0, purpose).normal(2 * count), [count, 2]);
const samples = (purpose: string) => normal(purpose).mul(distribution.std).add(distribution.mean);
const level = (sigma: number, alphaBar = 1) =>
  levelOf(tf.fill([count], alphaBar), tf.fill([count], alphaBar * sigma), 2);

test.each([
  [0.2, 1],
  [1, 0.6],
  [4, 0.1],
])("at sigma %d the estimated error equals the distance from the optimal prediction", (sigma, alphaBar) => {
  const at = level(sigma, alphaBar);
  const xt = samples("x0").mul(at.alphaBar).add(normal("eps").mul(at.betaBar));
  const { eps, error, effective } = kernelDenoiser(samples("others"), xt, at);
  const squaredError = squaredNorm(eps.sub(gaussianDenoiser([2]).epsilon(distribution, xt, at)));
  const isReliable = effective.greater(32).cast("float32");
  const mean = (x: Tensor) => x.mul(isReliable).sum().div(isReliable.sum()).dataSync()[0]!;
  expect(Math.abs(mean(squaredError) / mean(error) - 1)).toBeLessThan(0.25);
  expect(mean(squaredError)).toBeLessThan(0.03);
});

test("the estimate uses the nearest sample for small noise and all samples for large noise", () => {
  const xt = samples("x0");
  const effective = (sigma: number) => [...kernelDenoiser(samples("others"), xt, level(sigma)).effective.dataSync()];
  const median = (values: number[]) => values.sort((a, b) => a - b)[count / 2]!;
  expect(median(effective(1e-4))).toBeCloseTo(1, 3);
  expect(median(effective(100)) / count).toBeCloseTo(1, 2);
});
