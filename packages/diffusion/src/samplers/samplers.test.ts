import { tf, type Denoiser, type Params } from "@tweedie/core";
import { gaussianDenoiser } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { karrasSigmas } from "./ode-steps.ts";
import { type SamplerName, samplerNames, samplers } from "./samplers.ts";

const denoiser: Denoiser = gaussianDenoiser([1]);
const gaussian = (mean: number, std: number): Params => ({ mean: tf.tensor1d([mean]), std: tf.scalar(std) });
const column = (values: readonly number[]) => tf.tensor2d([...values], [values.length, 1]);

/** One step of a batch of one-dimensional samples with the given noise. */
function moved(
  name: SamplerName,
  params: Params,
  { x, noise, from, to }: { x: readonly number[]; noise: readonly number[]; from: number; to: number },
) {
  const step = to > 0 ? samplers[name].step : samplers[name].lastStep;
  const level = { alphaBar: tf.onesLike(column(x)), betaBar: tf.fill([x.length, 1], from) };
  return step(denoiser, params, column(x), level, tf.fill([x.length, 1], to), column(noise)).dataSync();
}

/** Mean and variance of a Gaussian after all steps. With Gaussian data every step is affine in x and noise, so three probes determine it. */
function gaussianAfter(
  name: SamplerName,
  sigmas: readonly number[],
  { mean, std }: { mean: number; std: number },
  initial: { mean: number; variance: number },
) {
  let { mean: at, variance } = initial;
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const probes = { from: sigmas[i]!, to: sigmas[i + 1]!, x: [at, at + 1, at], noise: [0, 0, 1] };
    const [next, shifted, noisy] = moved(name, gaussian(mean, std), probes);
    variance = (shifted! - next!) ** 2 * variance + (noisy! - next!) ** 2;
    at = next!;
  }
  return { mean: at, variance };
}

const data = { mean: 0.7, std: 0.5 };
const noised = (sigma: number) => ({ mean: data.mean, variance: data.std ** 2 + sigma ** 2 });
const levels = (steps: number) => karrasSigmas(steps, { min: 0.05, max: 5 }).slice(0, -1);

describe.each([
  ["heun", 2],
  ["euler", 1],
] as const)("%s", (name, order) => {
  /** Distance from the exact trajectory of the ODE, along which the quantile of a sample is constant. */
  const error = (steps: number) => {
    const sigmas = levels(steps + 1);
    const [first, last] = [sigmas[0]!, sigmas.at(-1)!];
    const quantile = 1.3;
    const exact = (sigma: number) => noised(sigma).mean + quantile * Math.sqrt(noised(sigma).variance);
    let x = exact(first);
    for (let i = 0; i < steps; i++) {
      x = moved(name, gaussian(data.mean, data.std), { x: [x], noise: [9], from: sigmas[i]!, to: sigmas[i + 1]! })[0]!;
    }
    return Math.abs(x - exact(last));
  };

  test(`has order ${order} on a Gaussian's exact trajectory: twice the steps, 1/${2 ** order} of the error`, () => {
    for (const steps of [16, 32]) {
      expect(Math.log2(error(steps) / error(2 * steps))).toBeCloseTo(order, 0);
      expect(Math.abs(Math.log2(error(steps) / error(2 * steps)) - order)).toBeLessThan(0.25);
    }
    expect(error(64)).toBeLessThan(name === "heun" ? 1e-3 : 0.03);
  });
});

test.each([
  ["heun", 2],
  ["euler", 1],
  ["ancestral", 1],
] as const)("%s converges to the distribution of Gaussian data with order %i", (name, order) => {
  const deviation = (steps: number) => {
    const sigmas = levels(steps + 1);
    const { mean, variance } = gaussianAfter(name, sigmas, data, noised(sigmas[0]!));
    expect(mean).toBeCloseTo(data.mean, 4);
    return Math.abs(variance / noised(sigmas.at(-1)!).variance - 1);
  };
  for (const steps of [16, 32]) {
    expect(Math.abs(Math.log2(deviation(steps) / deviation(2 * steps)) - order)).toBeLessThan(0.3);
  }
});

test("for data of a single point, ancestral has the exact distribution at every level, for any number of steps", () => {
  const point = { mean: 0.7, std: 0 };
  for (const steps of [2, 3, 7]) {
    const sigmas = levels(steps);
    const { mean, variance } = gaussianAfter("ancestral", sigmas, point, { mean: 0.7, variance: sigmas[0]! ** 2 });
    expect(mean).toBeCloseTo(0.7, 5);
    expect(variance / sigmas.at(-1)! ** 2).toBeCloseTo(1, 5);
  }
});

test("the step to σ = 0 denoises and ignores the noise", () => {
  const denoised = data.mean + (data.std ** 2 / (data.std ** 2 + 4)) * (3 - data.mean);
  for (const name of samplerNames) {
    const result = moved(name, gaussian(data.mean, data.std), { x: [3, 3], noise: [0, 5], from: 2, to: 0 });
    expect(result[0]).toBeCloseTo(denoised, 5);
    expect(result[1]).toBeCloseTo(denoised, 5);
  }
  const zero = tf.zeros([1, 1]);
  const level = { alphaBar: tf.ones([1, 1]), betaBar: tf.fill([1, 1], 2) };
  const ancestral = samplers.ancestral.step(
    denoiser,
    gaussian(data.mean, data.std),
    column([3]),
    level,
    zero,
    column([5]),
  );
  expect(ancestral.dataSync()[0]).toBeCloseTo(denoised, 5);
});

test("evaluations(steps) is the number of calls of the denoiser, and steps(evaluations) its inverse", () => {
  for (const name of samplerNames) {
    for (const steps of [1, 2, 5]) {
      let calls = 0;
      const counted: Denoiser = {
        epsilon: (params, xt, level) => {
          calls++;
          return denoiser.epsilon(params, xt, level);
        },
      };
      const sigmas = karrasSigmas(steps, { min: 0.1, max: 5 });
      for (let i = 0; i < steps; i++) {
        const step = sigmas[i + 1]! > 0 ? samplers[name].step : samplers[name].lastStep;
        const level = { alphaBar: tf.ones([1, 1]), betaBar: tf.fill([1, 1], sigmas[i]!) };
        step(counted, gaussian(0, 1), column([0]), level, tf.fill([1, 1], sigmas[i + 1]!), column([0]));
      }
      expect(samplers[name].evaluations(steps)).toBe(calls);
      expect(samplers[name].steps(calls)).toBe(steps);
    }
    for (const budget of [1, 2, 4, 64]) {
      const { evaluations, steps } = samplers[name];
      expect(evaluations(steps(budget))).toBeLessThanOrEqual(budget);
      expect(evaluations(steps(budget) + 1)).toBeGreaterThan(budget);
    }
  }
});
