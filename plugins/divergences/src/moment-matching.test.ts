import { tf } from "@tweedie/core";
import {
  bimodalDistillation,
  bimodalTheta,
  exactDistillation,
  finiteDifference,
  make,
  mixtureDenoiser,
  normal,
  scoredBatch,
  scoreLoss,
  testLoss,
} from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import plugin from "./moment-matching.ts";

testLoss(plugin);
testLoss(plugin, { options: { pull: 0 } });

describe.each([0, 1, 3])("with pull %d", (pull) => {
  const loss = make(plugin, { options: { pull } });
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });

  test("the fake score's loss is minimal at (b* + pull a) / (1 + pull)", () => {
    const batch = scoredBatch(normal("xg", [4, 2]));
    const a = batch.teacher(batch.xt, batch.level);
    const slope = (b: typeof a) => tf.grad((x) => loss.fakeScore!({ ...batch, epsFake: x }).sum())(b);
    // The noise stands for its conditional mean b*: the loss is quadratic in it.
    const optimum = batch.eps.add(a.mul(pull)).div(1 + pull);
    expect(slope(optimum)).toBeAllClose(tf.zerosLike(a), { atol: 1e-5 });
    expect(slope(optimum.add(0.1))).toBeAllClose(tf.fill(a.shape, 0.2 * (1 + pull)), { atol: 1e-5 });
  });

  test("with that fake score, the student's gradient is that of the KL divergence divided by 1 + pull", () => {
    const { gradient } = scoreLoss(loss, exact, bimodalTheta, (student, xt, level) => {
      const [a, b] = [exact.teacher, student].map((mixture) => mixtureDenoiser(mixture).epsilon({}, xt, level));
      return b!.add(a!.mul(pull)).div(1 + pull);
    });
    const expected = finiteDifference(exact.kl, bimodalTheta).map((slope) => slope / (1 + pull));
    expect(gradient).toBeAllClose(expected, { atol: 1e-4 });
    expect(Math.hypot(...gradient)).toBeGreaterThan(0.01);
  });
});

test("the gradient is zero where student and teacher agree", () => {
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
  const solved = exactDistillation({ ...exact, teacher: exact.distribution(bimodalTheta) });
  expect(scoreLoss(make(plugin), solved, bimodalTheta).gradient).toBeAllClose([0, 0, 0], { atol: 1e-4 });
});
