import { random, type Teacher } from "@tweedie/core";
import { karrasSigmas, type SamplerName } from "@tweedie/diffusion";
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
  trained: false,
  init: () => weights,
};
const count = 1_500; // a chunk, and a part of another
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

/** What one evaluation at `sigma` says of the noise in a sample that is `offset` from the mean, and what becomes of it. */
const slope = (sigma: number) => sigma / (std ** 2 + sigma ** 2);

/** How many times its first distance from the mean a sample ends at, by the recursion of the method in float64. */
const factors: Readonly<Record<"heun" | "euler", (steps: number) => number>> = {
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
};

describe.each(["heun", "euler"] as const)("%s", (name) => {
  test.each([1, 2, 9])("%i steps end where the recursion of the method ends", async (steps) => {
    const samples = await sampler.sample(name, steps, stream());
    expect(samples.shape).toEqual([count, 2]);
    const z = stream().normal(2 * count);
    const sigmaMax = sigmasOf(steps)[0]!;
    const worst = samples.data.reduce((most, value, i) => {
      const expected = mean[i % 2]! + factors[name](steps) * (sigmaMax * z[i]! - mean[i % 2]!);
      return Math.max(most, Math.abs(value - expected));
    }, 0);
    expect(worst).toBeLessThan(2e-4);
  });
});

test("one step of any sampler denoises pure noise: all but the mean", async () => {
  const [heun, euler, ancestral] = await Promise.all(
    (["heun", "euler", "ancestral"] as const).map((name) => sampler.sample(name, 1, stream())),
  );
  expect(euler!.data).toEqual(heun!.data);
  expect(ancestral!.data).toEqual(heun!.data);
  expect(Math.abs(heun!.data[0]! - mean[0]!)).toBeLessThan(0.02);
});

test.each<[SamplerName, number]>([
  ["heun", 16],
  ["euler", 64],
  ["ancestral", 128],
])("%s in %i steps draws from the law of the data", async (name, steps) => {
  const { data } = await sampler.sample(name, steps, stream());
  for (const axis of [0, 1]) {
    const values = [...data].filter((_, i) => i % 2 === axis);
    const average = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / count;
    expect(Math.abs(average - mean[axis]!)).toBeLessThan((4 * std) / Math.sqrt(count));
    // Four standard errors, and the bias of the steps.
    expect(Math.abs(variance / std ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / count) + 0.05);
  }
});

test("ancestral draws noise of its own in each chunk, and the same again", async () => {
  const first = await sampler.sample("ancestral", 3, stream());
  expect((await sampler.sample("ancestral", 3, stream())).data).toEqual(first.data);
  const other = await sampler.sample("ancestral", 3, random(4, "sample"));
  expect(other.data).not.toEqual(first.data);
  // With two levels from the end the noise is what remains of the start: chunks that shared it would be correlated.
  const rows = 400;
  const product = Array.from({ length: rows }, (_, i) => {
    const [a, b] = [first.data[2 * i]! - mean[0]!, first.data[2 * (1_024 + i)]! - mean[0]!];
    return (a * b) / std ** 2;
  });
  const correlation = product.reduce((sum, value) => sum + value, 0) / rows;
  expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(rows));
});
