import { tf, type Denoiser, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { gaussianDenoiser, mixtureDenoiser } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { extrapolationWeight, karrasSigmas } from "./ode-steps.ts";
import { type DiffusionSampler, type SamplerName, samplerNames, samplerPart, samplers } from "./samplers.ts";

const denoiser: Denoiser = gaussianDenoiser([1]);
const gaussian = (mean: number, std: number) => ({
  denoiser,
  params: { mean: tf.tensor1d([mean]), std: tf.scalar(std) },
});
const column = (values: readonly number[]) => tf.tensor2d([...values], [values.length, 1]);

/** Returns a function that makes step `index` of a sampler along `sigmas`, with the memory of a multistep method between its calls. */
function stepper(name: SamplerName, network: { denoiser: Denoiser; params: Params }, sigmas: readonly number[]) {
  const method: DiffusionSampler = samplers[name];
  const steps = sigmas.filter((sigma) => sigma > 0).length;
  let last: Tensor | undefined;
  return (index: number, x: readonly number[], noise: readonly number[] = x.map(() => 9)) => {
    const { x: moved, denoised } = method[samplerPart(method, index, steps)]!({
      ...network,
      x: column(x),
      level: { alphaBar: tf.onesLike(column(x)), betaBar: tf.fill([x.length, 1], sigmas[index]!) },
      next: tf.fill([x.length, 1], sigmas[index + 1]!),
      noise: column(noise),
      previous: { denoised: last ?? column(x), weight: tf.scalar(extrapolationWeight(sigmas, index)) },
    });
    last = denoised;
    return [...moved.dataSync()];
  };
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
    const move = stepper(name, gaussian(mean, std), sigmas);
    const [next, shifted, noisy] = move(i, [at, at + 1, at], [0, 0, 1]);
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
  ["dpmpp-2m", 2],
  ["euler", 1],
] as const)("%s", (name, order) => {
  /** Distance from the exact trajectory of the ODE, along which the quantile of a sample is constant. */
  const error = (steps: number) => {
    const sigmas = levels(steps + 1);
    const [first, last] = [sigmas[0]!, sigmas.at(-1)!];
    const quantile = 1.3;
    const exact = (sigma: number) => noised(sigma).mean + quantile * Math.sqrt(noised(sigma).variance);
    const move = stepper(name, gaussian(data.mean, data.std), sigmas);
    let x = [exact(first)];
    for (let i = 0; i < steps; i++) x = move(i, x);
    return Math.abs(x[0]! - exact(last));
  };

  test(`has order ${order} on a Gaussian's exact trajectory: twice the steps, 1/${2 ** order} of the error`, () => {
    for (const steps of [16, 32]) {
      expect(Math.log2(error(steps) / error(2 * steps))).toBeCloseTo(order, 0);
      expect(Math.abs(Math.log2(error(steps) / error(2 * steps)) - order)).toBeLessThan(0.25);
    }
    expect(error(64)).toBeLessThan(order === 2 ? 1e-3 : 0.03);
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

test("the step to σ = 0 denoises and ignores noise and earlier steps", () => {
  const denoised = data.mean + (data.std ** 2 / (data.std ** 2 + 4)) * (3 - data.mean);
  for (const name of samplerNames) {
    const result = stepper(name, gaussian(data.mean, data.std), [4, 2, 0])(1, [3, 3], [0, 5]);
    expect(result[0]).toBeCloseTo(denoised, 5);
    expect(result[1]).toBeCloseTo(denoised, 5);
  }
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
      const step = stepper(name, { ...gaussian(0, 1), denoiser: counted }, karrasSigmas(steps, { min: 0.1, max: 5 }));
      for (let i = 0; i < steps; i++) step(i, [0]);
      expect(samplers[name].evaluations(steps)).toBe(calls);
      expect(samplers[name].steps(calls)).toBe(steps);
    }
    for (const budget of [1, 2, 3, 4, 64]) {
      const { evaluations, steps } = samplers[name];
      expect(evaluations(steps(budget))).toBeLessThanOrEqual(budget);
      expect(evaluations(steps(budget) + 1)).toBeGreaterThan(budget);
    }
  }
});

/** Samples of k-diffusion 0.1.1's `sample_dpmpp_2m` in float64, by number of steps, from `sigmaMax * [-1.7, -0.4, 0.05, 0.9]` and for a mixture. */
const kDiffusion: readonly (readonly [steps: number, samples: readonly number[]])[] = [
  [1, [0.055829165941319425, 0.1651800358217842, 0.2027832492754164, 0.2729410729224506]],
  [2, [0.023400444214537547, 0.1576773342850349, 0.20389802620502376, 0.2903477156446657]],
  [3, [-1.2245026765340687, -0.15096849381303298, 0.3209287536518638, 1.0251400235100534]],
  [5, [-1.2804052506720158, -0.19626757108506468, 0.321513187097764, 1.1662121249271515]],
  [9, [-1.1442981439689186, -0.2394770103449554, 0.3267681540268498, 1.1080898591351869]],
];

test.each(kDiffusion)("dpmpp-2m with %i steps equals k-diffusion's sampler on a mixture", (steps, expected) => {
  const mixture = { means: [[-0.8], [0.3], [1.1]], weights: [1 / 3, 1 / 3, 1 / 3], std: 0.25 };
  const sigmas = karrasSigmas(steps, { min: 0.02, max: 8 });
  const step = stepper("dpmpp-2m", { denoiser: mixtureDenoiser(mixture), params: {} }, sigmas);
  let x = [-1.7, -0.4, 0.05, 0.9].map((z) => 8 * z);
  for (let i = 0; i < steps; i++) x = step(i, x);
  x.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(2e-5));
});

test("Euler's method is DPM-Solver++ without extrapolation, and heun-euler Heun's without its last correction", () => {
  const sigmas = karrasSigmas(4, { min: 0.1, max: 5 });
  const step = (name: SamplerName, index: number) => stepper(name, gaussian(0.7, 0.5), sigmas)(index, [3, -1]);
  const isClose = (a: readonly number[], b: readonly number[]) => a.forEach((x, i) => expect(x).toBeCloseTo(b[i]!, 5));
  isClose(step("dpmpp-2m", 0), step("euler", 0));
  expect([0, 1].map((i) => step("heun-euler", i))).toEqual([0, 1].map((i) => step("heun", i)));
  expect([2, 3].map((i) => step("heun-euler", i))).toEqual([2, 3].map((i) => step("euler", i)));
  expect(step("heun", 2)).not.toEqual(step("euler", 2));
});
