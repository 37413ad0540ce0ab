import { tf } from "@tweedie/core";
import {
  bimodalDistillation,
  bimodalTheta,
  exactDistillation,
  finiteDifference,
  gaussHermite,
  make,
  mixtureDenoiser,
  mixtureLogDensity,
  scoredBatch,
  scoreLoss,
  testLoss,
} from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import plugin, { type FDivergence, fDivergences } from "./f-divergence.ts";
import { logRatioOf } from "./outputs/noise-and-ratio.ts";

for (const divergence of fDivergences) testLoss(plugin, { options: { divergence } });
testLoss(plugin, { options: { normalize: true } });

/** The divergences as functions of the density ratio, data to student. */
const functions: Record<FDivergence, (r: number) => number> = {
  "reverse-kl": (r) => -Math.log(r),
  "softened-reverse-kl": (r) => (r + 1) * Math.log(1 / 2 + 1 / (2 * r)),
  "jensen-shannon": (r) => r * Math.log(r) - (r + 1) * Math.log((r + 1) / 2),
  "squared-hellinger": (r) => 1 - Math.sqrt(r),
  "forward-kl": (r) => r * Math.log(r),
  jeffreys: (r) => (r - 1) * Math.log(r),
  neyman: (r) => (r - 1) ** 2 / (2 * r),
};

const level = { alphaBar: 0.8, betaBar: 0.6 };
const setup = bimodalDistillation(level);
// Few latents: with a heavy tail of the student, the mean of 1 / r is not finite in float64.
const exact = exactDistillation(setup, gaussHermite(4), gaussHermite(160));

/** `ln p(xt) / q(xt)` of the teacher p and a student q, at a point of the real line. */
const logRatio = (teacher: typeof exact.teacher, student: typeof exact.teacher, xt: number) =>
  mixtureLogDensity(teacher, [xt], level) - mixtureLogDensity(student, [xt], level);

/** Gradient of the plugin's loss with the optimal fake score and the exact density ratio. */
const gradient = (options: Record<string, unknown>, { teacher, ...rest }: typeof exact = exact) =>
  scoreLoss(make(plugin, { options, shape: [1] }), { teacher, ...rest }, bimodalTheta, (student, xt, at) => {
    const ratios = [...xt.dataSync()].map((x) => [logRatio(teacher, student, x)]);
    return tf.concat([mixtureDenoiser(student).epsilon({}, xt, at), tf.tensor2d(ratios)], 1);
  }).gradient;

const unclipped = { min: 1e-12, max: 1e12 };

describe.each(fDivergences)("%s", (divergence) => {
  test("the gradient is that of the divergence", () => {
    const f = functions[divergence];
    const value = (theta: readonly number[]) =>
      exact.mean(
        theta,
        (xt) => logRatio(exact.teacher, exact.distribution(theta), xt),
        (_, log) => f(Math.exp(log)),
      );
    const expected = finiteDifference(value, bimodalTheta);
    expect(Math.hypot(...expected)).toBeGreaterThan(0.005);
    expect(gradient({ divergence, ...unclipped })).toBeAllClose(expected, { atol: 1e-4, rtol: 1e-3 });
  });

  test("the gradient is zero where student and teacher agree", () => {
    const solved = exactDistillation(
      { ...setup, teacher: exact.distribution(bimodalTheta) },
      exact.latents,
      exact.noise,
    );
    expect(gradient({ divergence }, solved)).toBeAllClose([0, 0, 0], { atol: 1e-4 });
  });
});

test("the discriminator's optimal logit is the log density ratio", () => {
  // With densities p and q at a point, p ln(1 + exp -D) + q ln(1 + exp D) is minimal at D = ln p / q.
  const [p, q] = [0.3, 0.05];
  const slope = (logit: number) => {
    const loss = make(plugin, { shape: [1] });
    const batch = scoredBatch(tf.zeros([4, 1]));
    const draws = { real: tf.zeros([4, 1]), eps: tf.zeros([4, 1]) };
    const output = (d: ReturnType<typeof tf.scalar>) => tf.concat([batch.eps, tf.ones([4, 1]).mul(d)], 1);
    const halves = (d: ReturnType<typeof tf.scalar>, [real, fake]: readonly [number, number]) => {
      const epsFake = output(d)
        .mul(fake)
        .add(output(d.mul(0)).mul(1 - fake));
      return loss.fakeScore!({ ...batch, epsFake, fakeScore: () => output(d.mul(real)), draws }).mean();
    };
    const both = tf.grad((d) =>
      halves(d.asScalar(), [1, 0])
        .mul(p)
        .add(halves(d.asScalar(), [0, 1]).mul(q)),
    );
    return both(tf.scalar(logit)).dataSync()[0]!;
  };
  expect(slope(Math.log(p / q))).toBeCloseTo(0, 6);
  expect(slope(Math.log(p / q) + 0.1)).toBeGreaterThan(1e-3);
});

test("ratios are clipped", () => {
  const output = tf.tensor2d([
    [0, 0, 9],
    [0, 0, -9],
  ]);
  expect([...logRatioOf(output).dataSync()]).toEqual([9, -9]);
  const batch = scoredBatch(tf.ones([4, 2]));
  const weightAt = (log: number) => {
    const epsFake = tf.concat([batch.epsTeacher.sub(1), tf.fill([4, 1], log)], 1);
    const loss = make(plugin, { options: { divergence: "forward-kl", min: 0.5, max: 4 }, shape: [2] });
    const sigma = batch.level.betaBar.div(batch.level.alphaBar).flatten();
    return [
      ...loss
        .student({ ...batch, epsFake })
        .mul(sigma)
        .div(2)
        .dataSync(),
    ];
  };
  expect(weightAt(9)).toBeAllClose([4, 4, 4, 4], { rtol: 1e-5 });
  expect(weightAt(-9)).toBeAllClose([0.5, 0.5, 0.5, 0.5], { rtol: 1e-5 });
  expect(weightAt(0)).toBeAllClose([1, 1, 1, 1], { rtol: 1e-5 });
});
