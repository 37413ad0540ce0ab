import { random, tf } from "@tweedie/core";
import "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { renoisedInTurn } from "./renoising-in-turn.ts";
import { type DenoiseAt, renoised, renoisedToExit } from "./renoising.ts";

const normal = (name: string, shape: readonly number[]): Tensor =>
  tf.tensor(random(0, name).normal(shape.reduce((a, b) => a * b, 1)), [...shape]);
const exitsAt = (steps: readonly number[], of: number): Tensor =>
  tf.oneHot(tf.tensor1d([...steps], "int32"), of).toFloat();
const column = (sigma: Tensor, rank: number): Tensor => sigma.reshape([-1, ...new Array<number>(rank - 1).fill(1)]);

const std = 0.6;
const sigmas = [2.5, 0.9, 0.4];
/** Posterior mean of data from N(0, std²). */
const shrink = (sigma: number): number => std ** 2 / (std ** 2 + sigma ** 2);
const gaussian: DenoiseAt = (xt, sigma) =>
  xt.mul(
    column(sigma.square().add(std ** 2), xt.rank)
      .reciprocal()
      .mul(std ** 2),
  );

test("Gaussian data: sample k is the sum of sigma_j z_j, each shrunk by steps j to k", () => {
  const z = normal("z", [5, 3, 2]);
  const coefficients = sigmas.map((sigma, j) => sigma * sigmas.slice(j).reduce((c, each) => c * shrink(each), 1));
  const expected = coefficients.map((c, j) => z.slice([0, j], [5, 1]).reshape([5, 2]).mul(c));
  expect(renoised(gaussian, sigmas, { z })).toBeAllClose(tf.addN(expected), { atol: 1e-6 });
});

test("Gaussian data: the variance after each step is shrink² (variance before + sigma²)", () => {
  const count = 50_000;
  let variance = 0;
  for (let steps = 1; steps <= sigmas.length; steps++) {
    const sigma = sigmas[steps - 1]!;
    variance = shrink(sigma) ** 2 * (variance + sigma ** 2);
    const x = renoised(gaussian, sigmas.slice(0, steps), { z: normal(`z${steps}`, [count, steps, 1]) });
    const measured = x.square().mean().dataSync()[0]!;
    expect(Math.abs(measured / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  }
});

test("a sample of the training is that of its step", () => {
  const z = normal("z", [3, 3, 2, 2, 1]);
  const denoisers = { before: gaussian, last: gaussian };
  const x = renoisedToExit(denoisers, sigmas, { z, exits: exitsAt([2, 0, 1], 3) });
  for (const [i, k] of [2, 0, 1].entries()) {
    const own = renoised(gaussian, sigmas.slice(0, k + 1), { z: z.slice([i], [1]).slice([0, 0], [1, k + 1]) });
    expect(x.slice([i], [1])).toBeAllClose(own, { atol: 1e-6 });
  }
});

/** A denoiser that is not linear, with one parameter. */
const withParameter =
  (theta: Tensor): DenoiseAt =>
  (xt, sigma) =>
    xt.mul(theta).div(column(sigma, xt.rank).add(1)).sin();
const inFloat64 = (theta: number, x: number, sigma: number): number => Math.sin((x * theta) / (1 + sigma));

test("the gradient is that of the step alone: finite differences with the steps before held constant", () => {
  const [theta, h] = [1.3, 1e-5];
  const steps = [0, 1, 2, 2];
  const z = normal("z", [4, 3, 1]);
  const noise = z.arraySync() as number[][][];
  const sum = (last: number, before: number) =>
    steps.reduce((total, k, i) => {
      let x = 0;
      for (let j = 0; j < k; j++) x = inFloat64(before, x + sigmas[j]! * noise[i]![j]![0]!, sigmas[j]!);
      return total + inFloat64(last, x + sigmas[k]! * noise[i]![k]![0]!, sigmas[k]!);
    }, 0);
  const difference = (f: (theta: number) => number) => (f(theta + h) - f(theta - h)) / (2 * h);
  const alone = difference((moved) => sum(moved, theta));
  const gradient = tf
    .grad((moved) => {
      const denoise = withParameter(moved);
      return renoisedToExit({ before: denoise, last: denoise }, sigmas, { z, exits: exitsAt(steps, 3) }).sum();
    })(tf.scalar(theta))
    .dataSync()[0]!;
  expect(gradient).toBeCloseTo(alone, 4);
  expect(Math.abs(difference((moved) => sum(moved, moved)) - alone)).toBeGreaterThan(0.1);
});

test("in turn: the samples and gradients of steps i mod n, with labels", () => {
  const [count, shape] = [6, [2, 2, 1]];
  const z = normal("z", [count, 3, ...shape]);
  const label = tf.tensor1d([0, 1, 2, 3, 4, 5]);
  const labelled =
    (theta: Tensor): DenoiseAt =>
    (xt, sigma, label) =>
      withParameter(theta)(xt, sigma).add(column(label!.add(1), xt.rank).mul(xt).cos());
  const valueAndGradient = (generate: typeof renoisedInTurn) => {
    const result = tf.valueAndGrad((theta: Tensor) => {
      const denoise = labelled(theta);
      return generate({ before: labelled(tf.scalar(0.7)), last: denoise }, sigmas, { z, label });
    })(tf.scalar(1.3), normal("dy", [count, ...shape]));
    return tf.concat([result.value.flatten(), result.grad.flatten()]);
  };
  const exits = exitsAt([0, 1, 2, 0, 1, 2], 3);
  const toExit: typeof renoisedInTurn = (denoisers, levels, input) =>
    renoisedToExit(denoisers, levels, { ...input, exits });
  expect(valueAndGradient(renoisedInTurn)).toBeAllClose(valueAndGradient(toExit), { atol: 1e-5 });
});
