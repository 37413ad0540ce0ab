import { type Coefficients, tf } from "@tweedie/core";
import {
  bimodalDistillation,
  bimodalTheta,
  finiteDifference,
  mixtureEpsilon,
  exactDistillation,
} from "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fixedPointRule,
  fullTransform,
  fused,
  l1,
  leftTransform,
  middleOnly,
  quadraticIdentity,
  rightTransform,
  transformed,
  valueRule,
} from "./identity-family.ts";

const lambdas = [-0.5, 0, 0.5, 1, 1.2];
const rows: readonly (readonly [string, Coefficients])[] = [
  ["L1", l1],
  ...lambdas.map((lambda) => [`L2 - ${lambda} L1`, fused(lambda)] as const),
  ["full transform", fullTransform],
  ["middle only", middleOnly],
  ["left", leftTransform],
  ["right", rightTransform],
];

const weight = fc.double({ min: -2, max: 2, noNaN: true });
const add = (x: readonly number[], y: readonly number[], factor = 1) => x.map((value, i) => value + factor * y[i]!);
const times = (x: readonly number[], factor: number) => x.map((value) => factor * value);
const norm = (x: readonly number[]) => Math.hypot(...x);
const cosine = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, value, i) => sum + value * y[i]!, 0) / norm(x) / norm(y);

const theta = bimodalTheta;

describe.each([
  ["variance preserving", { alphaBar: 0.8, betaBar: 0.6 }],
  ["variance exploding", { alphaBar: 1, betaBar: 1.5 }],
])("at a level of a %s schedule", (_, level) => {
  const game = bimodalDistillation(level);
  const fake = game.epsFake(theta); // ε_ψ*
  const fisher = game.fisher(theta);
  const close = { atol: 1e-6, rtol: 0 };

  describe("value at ψ*", () => {
    test.each([
      ["the teacher", (a: number) => a],
      ["the fake score", (_: number, b: number) => b],
      ["any field", (a: number, b: number) => Math.sin(3 * a) * Math.exp(b / 2)],
    ])("E<f(xt), ε_ψ*> = E<f(xt), ε> for f = %s", (_, f) => {
      const predicted = game.mean(theta, fake, (a, b) => f(a, b) * b);
      expect(predicted).toBeAllClose(
        game.mean(theta, fake, (a, b, e) => f(a, b) * e),
        close,
      );
    });

    test("value rule: the value is aa E|a|² + (ab + ae) E<a, b> + (bb + be) E|b|²", () => {
      const [aa, ab, bb] = [
        game.mean(theta, fake, (a) => a * a),
        game.mean(theta, fake, (a, b) => a * b),
        game.mean(theta, fake, (_, b) => b * b),
      ];
      const coefficients = fc.record({ aa: weight, ab: weight, ae: weight, bb: weight, be: weight });
      fc.assert(
        fc.property(coefficients, (c) => {
          const value = c.aa * aa + (c.ab + c.ae) * ab + (c.bb + c.be) * bb;
          expect(game.loss(c, theta, fake)).toBeAllClose(value, { atol: 1e-5 });
        }),
        { numRuns: 30 },
      );
    });

    test.each(rows)("%s is aa times the Fisher divergence", (_, coefficients) => {
      expect(valueRule(coefficients)).toBe(true);
      expect(game.loss(coefficients, theta, fake)).toBeAllClose(coefficients.aa * fisher, close);
    });
  });

  describe("gradient with ε_ψ* held constant", () => {
    /** Gradient that comes of ε_ψ* moving with the student, while the samples stay. */
    const ofMovingFake = (g: (a: number, b: number) => number) =>
      finiteDifference((moved) => game.mean(theta, game.epsFake(moved), g), theta);
    const g1 = game.gradient(l1, theta);
    const g2 = ofMovingFake((a, b) => (a - b) ** 2);
    const exact = finiteDifference(game.fisher, theta);

    test("the Fisher divergence's exact gradient is G1 + G2", () => {
      expect(add(g1, g2)).toBeAllClose(exact, close);
    });

    test.each(lambdas)("L2 - λL1 has (1 - λ) G1 + ½ G2 at λ = %d", (lambda) => {
      expect(game.gradient(fused(lambda), theta)).toBeAllClose(add(times(g1, 1 - lambda), g2, 0.5), close);
    });

    test("λ = ½ has half of the exact gradient, and the others point elsewhere", () => {
      expect(game.gradient(fused(0.5), theta)).toBeAllClose(times(exact, 0.5), close);
      expect(cosine(game.gradient(fused(0.5), theta), exact)).toBeCloseTo(1, 8);
      for (const [, coefficients] of rows.filter(([name]) => name !== "L2 - 0.5 L1")) {
        expect(cosine(game.gradient(coefficients, theta), exact)).toBeLessThan(0.999);
      }
    });

    test("λ = 1 has half of the exact gradient of the divergence whose sampling law is frozen", () => {
      expect(game.gradient(fused(1), theta)).toBeAllClose(times(g2, 0.5), close);
    });

    test("the full transform misses the exact gradient by -E<b, ∂b>, middle only by twice that", () => {
      const missing = times(
        ofMovingFake((_, b) => b * b),
        -0.5,
      );
      expect(norm(missing)).toBeGreaterThan(0.1);
      expect(game.gradient(fullTransform, theta)).toBeAllClose(add(exact, missing), close);
      expect(game.gradient(middleOnly, theta)).toBeAllClose(add(exact, missing, 2), close);
    });

    test.each(rows)("%s has aa G1 + ae E<a, ∂b> + be E<b, ∂b>", (_, coefficients) => {
      const { aa, ae, be } = coefficients;
      const ofTeacher = ofMovingFake((a, b) => a * b);
      const ofFake = ofMovingFake((_, b) => (b * b) / 2);
      const predicted = add(add(times(g1, aa), ofTeacher, ae), ofFake, be);
      expect(game.gradient(coefficients, theta)).toBeAllClose(predicted, close);
    });
  });

  describe("fixed point: a student whose law is the teacher's", () => {
    const solved = exactDistillation({ ...game, teacher: game.law(theta) });

    test("fixed-point rule: every loss of the value rule has a gradient ae + be times one that is not zero", () => {
      const one = solved.gradient({ aa: 0, ab: -1, ae: 1, bb: 0, be: 0 }, theta);
      expect(norm(one)).toBeGreaterThan(0.1);
      fc.assert(
        fc.property(weight, weight, weight, (aa, ae, be) => {
          const coefficients = { aa, ab: -2 * aa - ae, ae, bb: aa - be, be };
          expect(valueRule(coefficients)).toBe(true);
          expect(solved.gradient(coefficients, theta)).toBeAllClose(times(one, ae + be), { atol: 1e-5 });
        }),
        { numRuns: 10 },
      );
    });

    test.each(rows)("%s rests there if, and only if, the rule says so", (_, coefficients) => {
      const size = norm(solved.gradient(coefficients, theta));
      if (fixedPointRule(coefficients)) expect(size).toBeLessThan(1e-6);
      else expect(size).toBeGreaterThan(0.1);
    });
  });

  test("E|a - ε|² - E|b - ε|² bounds the Fisher divergence from below, and meets it at ψ*", () => {
    const bound = (field: typeof fake) => game.mean(theta, field, (a, b, e) => (a - e) ** 2 - (b - e) ** 2);
    const lagging: typeof fake = (xt) => fake(xt) + 0.3 * Math.sin(xt);
    const gap =
      game.mean(theta, lagging, (_, b, e) => (b - e) ** 2) - game.mean(theta, fake, (_, b, e) => (b - e) ** 2);
    expect(bound(fake)).toBeAllClose(fisher, close);
    expect(bound(lagging)).toBeAllClose(fisher - gap, close);
    expect(gap).toBeGreaterThan(0.01);
  });
});

describe("rules", () => {
  test("the full transform, middle only and each half of L2's transform break the fixed-point rule, L2's two halves do not", () => {
    const broken = rows.filter(([, row]) => !fixedPointRule(row)).map(([name]) => name);
    expect(broken).toEqual(["full transform", "middle only", "left", "right"]);
    for (const name of Object.keys(l1) as (keyof Coefficients)[]) {
      expect(leftTransform[name] + rightTransform[name]).toBe(l1[name] + fused(0)[name]);
    }
  });

  test.each([
    ["L1", 0, 0, l1],
    ["L2", 0.5, 1, fused(0)],
    ["left", 0.5, 0, leftTransform],
    ["right", 0, 1, rightTransform],
    ["middle only", 1, 0, middleOnly],
    ["full transform", 1, 1, fullTransform],
  ])("%s rewrites u = %d of the middle term and v = %d of the last", (_, u, v, coefficients) => {
    expect(Object.values(transformed({ u, v }))).toBeAllClose(Object.values(coefficients));
  });

  test("every transform keeps the value rule, and the fixed-point rule where v = 2u: L2 - λL1 at u = ½/(1 - λ)", () => {
    fc.assert(
      fc.property(weight, weight, weight, (u, v, scale) => {
        expect(valueRule(transformed({ u, v, scale }))).toBe(true);
        expect(fixedPointRule(transformed({ u, v: 2 * u, scale }))).toBe(true);
      }),
    );
    expect(fixedPointRule(transformed({ u: 0.5, v: 0.9 }))).toBe(false);
    for (const lambda of lambdas.filter((lambda) => lambda !== 1)) {
      const [u, scale] = [0.5 / (1 - lambda), 1 - lambda];
      expect(Object.values(transformed({ u, v: 2 * u, scale }))).toBeAllClose(Object.values(fused(lambda)));
    }
  });

  test("what keeps both rules is be L2 + bb L1, and nothing else", () => {
    fc.assert(
      fc.property(weight, weight, (be, bb) => {
        const aa = bb + be;
        const kept: Coefficients = { aa, ab: be - 2 * aa, ae: -be, bb, be };
        expect(valueRule(kept) && fixedPointRule(kept)).toBe(true);
        const names = Object.keys(kept) as (keyof Coefficients)[];
        const combined = names.map((name) => be * fused(0)[name] + bb * l1[name]);
        expect(names.map((name) => kept[name])).toBeAllClose(combined);
      }),
    );
    expect(valueRule({ ...l1, ab: -1 })).toBe(false);
    expect(valueRule({ ...l1, be: 1 })).toBe(false);
  });

  test("L2 - ½L1 = ½(|a - ε|² - |b - ε|²): with the fake score's own loss a zero-sum game", () => {
    expect(fused(0.5)).toEqual({ aa: 0.5, ab: 0, ae: -1, bb: -0.5, be: 1 });
  });
});

describe("Gaussians of variance S (teacher) and s (student), noised", () => {
  const level = { alphaBar: 0.8, betaBar: 0.6 };
  const gaussian = (mean: number, std: number) => ({ means: [[mean]], weights: [1], std });
  const varianceOf = (std: number) => (level.alphaBar * std) ** 2 + level.betaBar ** 2;
  const game = exactDistillation({ teacher: gaussian(0, 1), generate: ([mean, std], z) => mean! + std! * z, level });
  const S = varianceOf(1);

  /** Gradients in the student's mean and, per unit of s, in its standard deviation. */
  const gradient = (coefficients: Coefficients, mean: number, std: number) => {
    const fake = (xt: number) => mixtureEpsilon(gaussian(mean, std), [xt], level)[0]!;
    const [ofMean, ofStd] = game.gradient(coefficients, [mean, std], fake);
    return { ofMean: ofMean!, ofVariance: ofStd! / (2 * level.alphaBar ** 2 * std) };
  };
  const stdAt = (ratio: number) => Math.sqrt(ratio * S - level.betaBar ** 2) / level.alphaBar; // at which s = ratio S
  const stds = [0.1, 0.3, 0.7, 1, 1.5, 3, 10];

  test.each([...lambdas, 2])("the variance moves by (1/S - 1/s)[(1 - λ)/S + λ/s] at λ = %d", (lambda) => {
    const predicted = stds
      .map(varianceOf)
      .map((s) => level.betaBar ** 2 * (1 / S - 1 / s) * ((1 - lambda) / S + lambda / s));
    expect(stds.map((std) => gradient(fused(lambda), 0, std).ofVariance)).toBeAllClose(predicted, { rtol: 1e-5 });
  });

  test("for 0 <= λ <= 1 the variance moves towards the teacher's from everywhere", () => {
    for (const lambda of [0, 0.25, 0.5, 0.75, 1]) {
      for (const std of stds.filter((std) => std !== 1)) {
        expect(Math.sign(gradient(fused(lambda), 0, std).ofVariance)).toBe(Math.sign(std - 1));
      }
    }
  });

  test("for λ > 1 it runs away from s > S λ/(λ - 1)", () => {
    for (const lambda of [1.2, 1.5, 2]) {
      const border = lambda / (lambda - 1);
      expect(gradient(fused(lambda), 0, stdAt(0.98 * border)).ofVariance).toBeGreaterThan(0);
      expect(gradient(fused(lambda), 0, stdAt(1.02 * border)).ofVariance).toBeLessThan(0);
    }
  });

  test("the full transform, middle only and left shrink the variance from everywhere, right draws it to 2S", () => {
    for (const std of stds) {
      for (const coefficients of [fullTransform, middleOnly, leftTransform]) {
        expect(gradient(coefficients, 0, std).ofVariance).toBeGreaterThan(0.001);
      }
      expect(Math.sign(gradient(rightTransform, 0, std).ofVariance)).toBe(Math.sign(varianceOf(std) - 2 * S));
    }
  });

  test.each([...lambdas, 2])("the mean moves by (m/S)[2(1 - λ)/S + (2λ - 1)/s] at λ = %d", (lambda) => {
    const mean = 0.5;
    const predicted = stds
      .map(varianceOf)
      .map((s) => ((level.alphaBar * level.betaBar) ** 2 * mean * ((2 * (1 - lambda)) / S + (2 * lambda - 1) / s)) / S);
    expect(stds.map((std) => gradient(fused(lambda), mean, std).ofMean)).toBeAllClose(predicted, { rtol: 1e-5 });
  });

  test("for ½ <= λ <= 1 the mean moves towards the teacher's from everywhere", () => {
    for (const lambda of [0.5, 0.75, 1]) {
      for (const std of stds) expect(gradient(fused(lambda), 0.5, std).ofMean).toBeGreaterThan(0);
    }
  });

  test("L1 pushes the mean away for s < S, L2 for s < S/2", () => {
    for (const [coefficients, border] of [
      [l1, 1],
      [fused(0), 0.5],
    ] as const) {
      expect(gradient(coefficients, 0.5, stdAt(0.98 * border)).ofMean).toBeLessThan(0);
      expect(gradient(coefficients, 0.5, stdAt(1.02 * border)).ofMean).toBeGreaterThan(0);
    }
  });

  test("λ > 1 pushes the mean away for s > S (λ - ½)/(λ - 1), sooner than the variance", () => {
    for (const lambda of [1.2, 1.5, 2]) {
      const border = (lambda - 0.5) / (lambda - 1);
      expect(gradient(fused(lambda), 0.5, stdAt(0.98 * border)).ofMean).toBeGreaterThan(0);
      expect(gradient(fused(lambda), 0.5, stdAt(1.02 * border)).ofMean).toBeLessThan(0);
    }
  });
});

test("quadraticIdentity gives each sample its sum of products", () => {
  const [epsTeacher, epsFake, eps] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, -1]]), tf.tensor2d([[0.5, 4]])];
  const value = quadraticIdentity({ aa: 2, ab: 3, ae: 5, bb: 7, be: 11 }, { epsTeacher, epsFake, eps });
  expect(value).toBeAllClose([2 * 5 + 3 * 1 + 5 * 8.5 + 7 * 10 + 11 * -2.5]);
});
