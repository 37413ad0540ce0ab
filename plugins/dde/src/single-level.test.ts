import { exactDistillation, gaussHermite, make, testTimeLaw } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import singleLevel from "./single-level.ts";

const fixed = { options: { sigma: 0.3 } };
const annealed = { options: { sigma: 0.1, sigma0: 1.6 } };

testTimeLaw(singleLevel, fixed);
testTimeLaw(singleLevel, annealed);

test("a fixed level is the same for all samples and throughout training", () => {
  const { quantile, level } = make(singleLevel, fixed);
  expect([0.01, 0.5, 0.99].map((u) => quantile(u, u))).toBeAllClose([0.3, 0.3, 0.3], { rtol: 1e-12 });
  expect(level).toEqual({ from: 0.3, to: 0.3 });
});

test("an annealed level falls in geometric progression", () => {
  const { quantile, level } = make(singleLevel, annealed);
  const sigmas = [0, 0.25, 0.5, 0.75, 1].map((progress) => quantile(0.5, progress));
  expect(sigmas).toBeAllClose([1.6, 0.8, 0.4, 0.2, 0.1], { rtol: 1e-12 });
  expect(level).toEqual({ from: 1.6, to: 0.1 });
});

test("sigma is a noise-to-signal ratio under any schedule", () => {
  const schedule = {
    amplitudes: (t: number) => ({ alphaBar: 1 - t, betaBar: t }),
    timeOf: (sigma: number) => sigma / (1 + sigma),
  };
  const t = make(singleLevel, { ...fixed, uses: { schedule } }).quantile(0.5);
  expect(t / (1 - t)).toBeCloseTo(0.3, 12);
});

test("refuses a level that rises", () => {
  expect(singleLevel.options.safeParse({ sigma: 0.3, sigma0: 0.2 }).success).toBe(false);
});

describe("two modes at a distance of 2, with the right shape and the wrong weights", () => {
  const generate = (_: unknown, z: number) => Math.sign(z) + 0.1 * z;
  const { nodes, weights } = gaussHermite(16);
  const factor = (z: number) => (z > 0 ? 1.6 : 0.4); // weights 0.8 and 0.2 of the data, 0.5 and 0.5 of the student
  const teacher = {
    means: nodes.map((z) => [generate([], z)]),
    weights: weights.map((w, i) => w * factor(nodes[i]!)),
    std: 0,
  };
  const at = (sigma: number) => exactDistillation({ teacher, generate, level: { alphaBar: 1, betaBar: sigma } });
  const exact = 0.5 * Math.log(0.5 / 0.8) + 0.5 * Math.log(0.5 / 0.2);

  test("the KL divergence detects the weights at any level below the distance", () => {
    for (const sigma of [0.2, 0.3, 0.5]) expect(at(sigma).kl([])).toBeAllClose(exact, { rtol: 0.1 });
  });

  test("the Fisher divergence detects the weights at a level of about the distance, and hardly at one far below", () => {
    const [low, high] = [0.2, 1].map((sigma) => at(sigma).fisher([]));
    expect(high).toBeGreaterThan(0.05);
    expect(low).toBeLessThan(1e-4 * high!);
  });
});
