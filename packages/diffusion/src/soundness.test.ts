import type { Coefficients } from "@tweedie/core";
import {
  bimodalDistillation,
  bimodalTheta,
  derivative,
  finiteDifference,
  gaussHermite,
  exactDistillation,
} from "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fullTransform, fused, l1, leftTransform, middleOnly, rightTransform, transformed } from "./identity-family.ts";
import { soundness } from "./soundness.ts";

const random = { startsAsTeacher: false };
const multiple = (factor: number, { aa, ab, ae, bb, be }: Coefficients): Coefficients => ({
  aa: factor * aa,
  ab: factor * ab,
  ae: factor * ae,
  bb: factor * bb,
  be: factor * be,
});

describe("verdicts", () => {
  test.each([0, 0.5, 1])("L2 - λL1 is sound and draws in every Gaussian at λ = %d", (lambda) => {
    expect(soundness(fused(lambda), random)).toEqual({
      sound: true,
      lambda,
      multiple: 1 - lambda,
      basin: [0, Infinity],
      findings: [],
    });
  });

  test("λ is recognised in every positive multiple, and in the transform's terms", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (lambda, factor) => {
          const { sound, lambda: found } = soundness(multiple(factor, fused(lambda)), random);
          expect(sound).toBe(true);
          expect(found).toBeCloseTo(lambda, 9);
        },
      ),
    );
    expect(soundness(transformed({ u: 1, v: 2 }), random).lambda).toBe(0.5);
  });

  test("λ > 1 speaks against a random start alone, λ < 0 against any: a copy of the teacher begins narrower than the data", () => {
    const [fromTeacher, fromRandom] = [true, false].map(
      (startsAsTeacher) => (lambda: number) => soundness(fused(lambda), { startsAsTeacher }).findings,
    );
    expect(fromTeacher!(1.2)).toEqual([]);
    expect(fromRandom!(1.2)).toEqual([
      "with lambda 1.2 a student of more than 6 times the teacher's variance runs away, and one begun at random may be that wide: lambda from 0.5 to 1 draws in every Gaussian",
    ]);
    for (const findings of [fromTeacher!, fromRandom!]) {
      expect(findings(-0.5)).toEqual([
        "with lambda -0.5 a student of less than 0.333 times the teacher's variance collapses: lambda from 0.5 to 1 draws in every Gaussian",
      ]);
    }
  });

  test.each([
    ["full transform", fullTransform, "(here -1)", "falls to zero"],
    ["middle only", middleOnly, "(here -2)", "falls to zero"],
    ["left", leftTransform, "(here -1)", "falls to zero"],
    ["right", rightTransform, "(here 1)", "is drawn to 2 times the teacher's, noise included"],
    ["right thrice", transformed({ u: 0, v: 3 }), "(here 3)", "is drawn to 2.73 times the teacher's, noise included"],
    [
      "less than nothing of the middle",
      transformed({ u: -0.5, v: 0, scale: -1 }),
      "(here -1)",
      "is drawn to 0.382 times the teacher's, noise included",
    ],
    ["its opposite", transformed({ u: 0.5, v: 0, scale: -1 }), "(here 1)", "grows without bound"],
  ])("%s breaks the fixed-point rule", (_, coefficients, by, fate) => {
    const { sound, findings } = soundness(coefficients, { startsAsTeacher: true });
    expect(sound).toBe(false);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(`fixed-point rule, ae + be = 0 ${by}`);
    expect(findings[0]).toContain(`variance ${fate}`);
  });

  test.each([
    ["L1", l1, "a student narrower than the teacher collapses"],
    ["-L1", multiple(-1, l1), "a student wider than the teacher runs away"],
    ["-L2", multiple(-1, fused(0)), "driven away from the teacher"],
    ["nothing", multiple(0, l1), "no coefficient but zeros"],
    ["|a|² - |b|²", { aa: 1, ab: 0, ae: 0, bb: -1, be: 0 }, "breaks the value rule"],
  ])("%s is unsound", (_, coefficients, finding) => {
    const { sound, findings } = soundness(coefficients, { startsAsTeacher: true });
    expect(sound).toBe(false);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(finding);
  });
});

describe("Gaussians, whose every expectation four nodes give exactly", () => {
  const level = { alphaBar: 0.8, betaBar: 0.6 };
  const S = level.alphaBar ** 2 + level.betaBar ** 2;
  const game = exactDistillation(
    {
      teacher: { means: [[0]], weights: [1], std: 1 },
      // The variance s of xt is the parameter, so that narrower than its noise is a ratio like any other.
      generate: ([mean, s], z) => (mean! + Math.sqrt(s! - level.betaBar ** 2) * z) / level.alphaBar,
      level,
    },
    gaussHermite(4),
    gaussHermite(4),
  );
  /** The gradient in mean and variance of xt, the optimal fake score held constant. */
  const gradient = (coefficients: Coefficients, mean: number, s: number) =>
    game.gradient(coefficients, [mean, s], (xt) => (level.betaBar * (xt - mean)) / s) as [number, number];

  test("any coefficients move the variance by aa/S² + ab/(Ss) + bb/s², the mean by (2 aa/S + ab/s) m/S", () => {
    const weight = fc.double({ min: -2, max: 2, noNaN: true });
    const coefficients = fc.record({ aa: weight, ab: weight, ae: weight, bb: weight, be: weight });
    const variance = fc.double({ min: 0.4, max: 9, noNaN: true });
    fc.assert(
      fc.property(coefficients, variance, (c, s) => {
        const [ofMean, ofVariance] = gradient(c, 0.7, s);
        const unit = level.betaBar ** 2;
        expect(ofVariance).toBeAllClose(unit * (c.aa / S ** 2 + c.ab / (S * s) + c.bb / s ** 2), { atol: 1e-6 });
        expect(ofMean).toBeAllClose((unit * 0.7 * ((2 * c.aa) / S + c.ab / s)) / S, { atol: 1e-6 });
      }),
    );
  });

  /** Where gradient descent takes the ratio of variances, in steps of one per cent: it rests where the sign turns. */
  function descend(coefficients: Coefficients, from: number): number {
    const [narrowest, widest] = [0.37, 1000];
    let ratio = from;
    for (let heading = 0; narrowest < ratio && ratio < widest;) {
      const step = -Math.sign(gradient(coefficients, 0, ratio * S)[1]);
      if (step === 0 || step === -heading) return ratio;
      heading = step;
      ratio *= 1.01 ** step;
    }
    return ratio < 1 ? 0 : Infinity;
  }

  const lambdas = [-4, -1.5, 0, 0.25, 0.5, 0.75, 1, 1.1, 1.2, 1.5, 3];
  const ratios = [0.4, 0.5, 0.7, 0.9, 1.2, 1.45, 2.5, 4, 5.9, 6.1, 20];

  test("the basin map over λ and s/S is the predicted one", () => {
    const map = lambdas.map((lambda) => ratios.map((ratio) => Math.abs(descend(fused(lambda), ratio) - 1) < 0.02));
    const predicted = lambdas.map((lambda) => {
      const [low, high] = soundness(fused(lambda), random).basin!;
      return ratios.map((ratio) => low < ratio && ratio < high);
    });
    expect(map).toEqual(predicted);
    expect(predicted.flat().filter((drawnIn) => !drawnIn).length).toBe(17);
  });

  test("outside the basin a student of λ < 0 collapses, one of λ > 1 runs away", () => {
    expect(descend(fused(-4), 0.75)).toBe(0);
    expect(descend(fused(1.2), 6.1)).toBe(Infinity);
  });

  test.each([
    ["full transform", fullTransform, 0],
    ["middle only", middleOnly, 0],
    ["left", leftTransform, 0],
    ["right", rightTransform, 2],
    ["right thrice", transformed({ u: 0, v: 3 }), 1 + Math.sqrt(3)],
    ["left of minus one", transformed({ u: 0.5, v: 0, scale: -1 }), Infinity],
  ])("from the teacher %s goes where its finding says", (_, coefficients, rest) => {
    expect(descend(coefficients, 1)).toBeAllClose(rest, { rtol: 0.02 });
  });

  test("L1 leaves a wide student at the teacher and lets a narrow one collapse, -L1 lets a wide one run away", () => {
    expect(gradient(l1, 0, 1.1 * S)[1]).toBeGreaterThan(0);
    expect(descend(l1, 0.95)).toBe(0);
    expect(descend(multiple(-1, l1), 1.05)).toBe(Infinity);
  });

  test("for 0 <= λ < ½ a narrow student's mean is pushed away at first, and comes back as its variance grows", () => {
    let [mean, s] = [0.3, 0.37];
    const means: number[] = [];
    for (let step = 0; step < 400; step++) {
      const [ofMean, ofVariance] = gradient(fused(0), mean, s);
      [mean, s] = [mean - 0.5 * ofMean, Math.max(s - 0.5 * ofVariance, 0.361)];
      means.push(mean);
    }
    expect(Math.max(...means)).toBeGreaterThan(0.31);
    expect(means.at(-1)).toBeLessThan(0.01);
    expect(s).toBeCloseTo(S, 2);
  });
});

describe("near a teacher that is no Gaussian", () => {
  const level = { alphaBar: 0.8, betaBar: 0.6 };
  const bimodal = bimodalDistillation(level);
  const game = exactDistillation({ ...bimodal, teacher: bimodal.law(bimodalTheta) });
  const direction = [0.5, -0.3, 0.8];
  const moved = (t: number) => bimodalTheta.map((x, i) => x + t * direction[i]!);
  const slopeOfGradient = (coefficients: Coefficients) =>
    bimodalTheta.map((_, i) => derivative((t) => game.gradient(coefficients, moved(t))[i]!, 0, 0.01));

  /** The slope of `E<∂b, ∂b>` along the direction: half the curvature of the Fisher divergence. */
  const curvature = bimodalTheta.map((_, i) =>
    derivative((t) => finiteDifference(game.fisher, moved(t), 0.01)[i]! / 2, 0, 0.01),
  );

  test.each([-0.5, 0, 0.5, 1, 1.2])(
    "every L2 - λL1 pulls back alike, at λ = %d too: L1 has no part in it",
    (lambda) => {
      expect(slopeOfGradient(fused(lambda))).toBeAllClose(curvature, { atol: 1e-3 });
    },
  );

  test("L1 does not pull, -L2 pushes", () => {
    expect(slopeOfGradient(l1)).toBeAllClose([0, 0, 0], { atol: 1e-3 });
    expect(slopeOfGradient(multiple(-1, fused(0)))).toBeAllClose(
      curvature.map((x) => -x),
      { atol: 1e-3 },
    );
    const along = curvature.reduce((sum, x, i) => sum + x * direction[i]!, 0);
    expect(along).toBeGreaterThan(0.1);
  });
});
