import type { Tensor } from "@tensorflow/tfjs";
import { random, tf } from "@tweedie/core";
import { levelOf, squaredNorm } from "@tweedie/diffusion";
import { gaussianDenoiser } from "@tweedie/testing";
import { expect, test } from "vitest";
import { kernelDenoiser } from "./kernel-denoiser.ts";

const count = 1_000;
const law = { mean: tf.tensor1d([0.4, -1]), std: tf.scalar(0.8) };
const normal = (purpose: string) => tf.tensor2d(random(0, purpose).normal(2 * count), [count, 2]);
const samples = (purpose: string) => normal(purpose).mul(law.std).add(law.mean);
const level = (sigma: number, alphaBar = 1) =>
  levelOf(tf.fill([count], alphaBar), tf.fill([count], alphaBar * sigma), 2);

test.each([
  [0.2, 1],
  [1, 0.6],
  [4, 0.1],
])("at sigma %d it is off the best prediction by what it says, and no more", (sigma, alphaBar) => {
  const there = level(sigma, alphaBar);
  const xt = samples("x0").mul(there.alphaBar).add(normal("eps").mul(there.betaBar));
  const { eps, error, effective } = kernelDenoiser(samples("others"), xt, there);
  const off = squaredNorm(eps.sub(gaussianDenoiser([2]).epsilon(law, xt, there)));
  const enough = effective.greater(32).cast("float32");
  const mean = (x: Tensor) => x.mul(enough).sum().div(enough.sum()).dataSync()[0]!;
  expect(Math.abs(mean(off) / mean(error) - 1)).toBeLessThan(0.25);
  expect(mean(off)).toBeLessThan(0.03);
});

test("with little noise it knows the nearest sample alone, with much all of them", () => {
  const xt = samples("x0");
  const effective = (sigma: number) => [...kernelDenoiser(samples("others"), xt, level(sigma)).effective.dataSync()];
  const middle = (values: number[]) => values.sort((a, b) => a - b)[count / 2]!;
  expect(middle(effective(1e-4))).toBeCloseTo(1, 3);
  expect(middle(effective(100)) / count).toBeCloseTo(1, 2);
});
