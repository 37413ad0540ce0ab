import { type ScoredBatch, tf } from "@tweedie/core";
import { detach, inner, meanPerSample, sigmaOf, x0FromEps } from "@tweedie/diffusion";
import {
  bimodalDistillation,
  bimodalTheta,
  finiteDifference,
  make,
  normal,
  scoredBatch,
  exactDistillation,
  scoreLoss,
  testLoss,
} from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import reverseKl from "./reverse-kl.ts";

type Tensor = ScoredBatch["xg"];

testLoss(reverseKl);
const loss = make(reverseKl);

describe.each([
  ["variance preserving", { alphaBar: 0.8, betaBar: 0.6 }],
  ["variance exploding", { alphaBar: 1, betaBar: 1.5 }],
])("at a level of a %s schedule, with the optimal fake score", (_, level) => {
  const exact = bimodalDistillation(level);

  test("the gradient is that of the KL divergence", () => {
    const { gradient } = scoreLoss(loss, exact, bimodalTheta);
    expect(gradient).toBeAllClose(finiteDifference(exact.kl, bimodalTheta), { atol: 1e-4 });
    expect(Math.hypot(...gradient)).toBeGreaterThan(0.01);
  });

  test("the gradient is zero where student and teacher agree", () => {
    const solved = exactDistillation({ ...exact, teacher: exact.distribution(bimodalTheta) });
    expect(scoreLoss(loss, solved, bimodalTheta).gradient).toBeAllClose([0, 0, 0], { atol: 1e-4 });
  });
});

describe("with the weighting of a published method, the gradient is that of its code, which is written in x0", () => {
  const xg = normal("xg", [4, 3]);
  const { level } = scoredBatch(xg);
  const sigma = sigmaOf(level).flatten();
  const x0 = (xg: Tensor) => {
    const { epsTeacher, epsFake, xt } = scoredBatch(xg);
    return { teacher: x0FromEps(epsTeacher, xt, level), fake: x0FromEps(epsFake, xt, level) };
  };
  const weighted = (weight: Tensor) => tf.grad((x) => loss.student(scoredBatch(x)).mul(weight).sum())(xg);

  test("sigma², `weightings/power`: Diff-Instruct's x0Fake - x0Teacher", () => {
    const { teacher, fake } = x0(xg);
    expect(weighted(sigma.square())).toBeAllClose(fake.sub(teacher), { atol: 1e-4, rtol: 1e-4 });
  });

  test("sigma / mean|ε_φ - ε|, `weightings/sid`: DMD's (x0Fake - x0Teacher) / mean|xg - x0Teacher|", () => {
    const { epsTeacher, eps } = scoredBatch(xg);
    const dmd = tf.grad((x) => {
      const { teacher, fake } = x0(x);
      const step = detach(fake.sub(teacher).div(meanPerSample(xg.sub(teacher).abs()).expandDims(1)));
      return inner(step, x).sum();
    })(xg);
    expect(weighted(sigma.div(meanPerSample(epsTeacher.sub(eps).abs())))).toBeAllClose(dmd, { atol: 1e-4, rtol: 1e-4 });
  });
});
