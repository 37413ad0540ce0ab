import { random, type Teacher } from "@tweedie/core";
import { extrapolationWeight, karrasSigmas, type SamplerName } from "@tweedie/diffusion";
import { createExecutor } from "@tweedie/graph";
import { gaussianDenoiser, gaussianParams } from "@tweedie/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTeacherSampler, type TeacherSampler } from "./teacher-sampler.ts";

const [mean, std] = [[0.7, -1.5], 0.5];
const weights = gaussianParams(mean, std);
const teacher: Teacher = {
  ...gaussianDenoiser([2]),
  shape: [2],
  sigmaData: std,
  weights: "closed-form",
  init: () => weights,
};
const count = 1_500; // one whole chunk and a partial one
const stream = () => random(3, "sample");

let sampler: TeacherSampler;
let close: () => Promise<void>;
beforeAll(async () => {
  const executor = await createExecutor("ort");
  sampler = createTeacherSampler(executor, teacher, { weights, count });
  close = async () => {
    await sampler.dispose();
    await executor.dispose();
  };
});
afterAll(() => close());

const sigmasOf = (steps: number) => karrasSigmas(steps, { min: 0.004 * std, max: 160 * std });

/** Derivative of the predicted noise with respect to the sample, at noise level `sigma`. */
const slope = (sigma: number) => sigma / (std ** 2 + sigma ** 2);

/** Factor by which the method scales the distance of a sample from the mean, by its recursion in float64. */
const factors: Readonly<Record<"heun" | "euler" | "dpmpp-2m", (steps: number) => number>> = {
  euler: (steps) => {
    const sigmas = sigmasOf(steps);
    return sigmas.slice(0, -1).reduce((factor, sigma, i) => factor * (1 + slope(sigma) * (sigmas[i + 1]! - sigma)), 1);
  },
  heun: (steps) => {
    const sigmas = sigmasOf(steps);
    return sigmas.slice(0, -1).reduce((factor, sigma, i) => {
      const h = sigmas[i + 1]! - sigma;
      const euler = 1 + slope(sigma) * h;
      return factor * (sigmas[i + 1]! > 0 ? 1 + (h / 2) * (slope(sigma) + slope(sigmas[i + 1]!) * euler) : euler);
    }, 1);
  },
  "dpmpp-2m": (steps) => {
    const sigmas = sigmasOf(steps);
    let [factor, last] = [1, 0];
    for (const [i, sigma] of sigmas.slice(0, -1).entries()) {
      const denoised = factor * (1 - slope(sigma) * sigma);
      const kept = sigmas[i + 1]! / sigma;
      factor = kept * factor + (1 - kept) * (denoised + extrapolationWeight(sigmas, i) * (denoised - last));
      last = denoised;
    }
    return factor;
  },
};

describe.each(["heun", "euler", "dpmpp-2m"] as const)("%s", (method) => {
  test.each([1, 2, 9])("%i steps equal the recursion of the method", async (steps) => {
    const samples = await sampler.sample({ sampler: method, steps }, stream());
    expect(samples.shape).toEqual([count, 2]);
    const z = stream().normal(2 * count);
    const sigmaMax = sigmasOf(steps)[0]!;
    const worst = samples.data.reduce((most, value, i) => {
      const expected = mean[i % 2]! + factors[method](steps) * (sigmaMax * z[i]! - mean[i % 2]!);
      return Math.max(most, Math.abs(value - expected));
    }, 0);
    expect(worst).toBeLessThan(2e-4);
  });
});

test("one step of any method denoises pure noise to about the mean", async () => {
  const [heun, euler, ancestral] = await Promise.all(
    (["heun", "euler", "ancestral"] as const).map((method) => sampler.sample({ sampler: method, steps: 1 }, stream())),
  );
  expect(euler!.data).toEqual(heun!.data);
  expect(ancestral!.data).toEqual(heun!.data);
  expect(Math.abs(heun!.data[0]! - mean[0]!)).toBeLessThan(0.02);
});

test.each<[SamplerName, number]>([
  ["heun", 16],
  ["heun-euler", 16],
  ["dpmpp-2m", 16],
  ["euler", 64],
  ["ancestral", 128],
])("%s with %i steps samples the data distribution", async (method, steps) => {
  const { data } = await sampler.sample({ sampler: method, steps }, stream());
  for (const axis of [0, 1]) {
    const values = [...data].filter((_, i) => i % 2 === axis);
    const sampleMean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - sampleMean) ** 2, 0) / count;
    expect(Math.abs(sampleMean - mean[axis]!)).toBeLessThan((4 * std) / Math.sqrt(count));
    // Four standard errors plus the discretisation bias.
    expect(Math.abs(variance / std ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / count) + 0.05);
  }
});

test("ancestral sampling is reproducible and draws independent noise in each chunk", async () => {
  const plan = { sampler: "ancestral", steps: 3 } as const;
  const first = await sampler.sample(plan, stream());
  expect((await sampler.sample(plan, stream())).data).toEqual(first.data);
  const other = await sampler.sample(plan, random(4, "sample"));
  expect(other.data).not.toEqual(first.data);
  // With few steps the samples depend strongly on the noise: chunks that shared it would be correlated.
  const rows = 400;
  const product = Array.from({ length: rows }, (_, i) => {
    const [a, b] = [first.data[2 * i]! - mean[0]!, first.data[2 * (1_024 + i)]! - mean[0]!];
    return (a * b) / std ** 2;
  });
  const correlation = product.reduce((sum, value) => sum + value, 0) / rows;
  expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(rows));
});

test("samples begin at the highest level of the range, in standard deviations of the data", async () => {
  const sampleFrom = (range: { min: number; max: number }) =>
    sampler.sample({ sampler: "euler", steps: 1, range }, stream());
  const [near, far] = await Promise.all([sampleFrom({ min: 0.01, max: 2 }), sampleFrom({ min: 0.01, max: 4 })]);
  const z = stream().normal(1)[0]!;
  const expected = (max: number) => mean[0]! + (max * std * z - mean[0]!) / (1 + max ** 2);
  expect(near.data[0]).toBeCloseTo(expected(2), 4);
  expect(far.data[0]).toBeCloseTo(expected(4), 4);
});
