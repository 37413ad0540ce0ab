import { bimodalDistillation, bimodalTheta } from "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { close, family, levels } from "./identity-family.fixture.ts";
import { valueRule } from "./identity-family.ts";

const weight = fc.double({ min: -2, max: 2, noNaN: true });

describe.each(levels)("at a noise level of a %s schedule", (_, level) => {
  const distillation = bimodalDistillation(level);
  const fake = distillation.epsFake(bimodalTheta); // ε_ψ*
  const fisher = distillation.fisher(bimodalTheta);

  describe("value at ψ*", () => {
    test.each([
      ["the teacher", (a: number) => a],
      ["the fake score", (_: number, b: number) => b],
      ["another function", (a: number, b: number) => Math.sin(3 * a) * Math.exp(b / 2)],
    ])("E<f(xt), ε_ψ*> = E<f(xt), ε> for f = %s", (_, f) => {
      const predicted = distillation.mean(bimodalTheta, fake, (a, b) => f(a, b) * b);
      expect(predicted).toBeAllClose(
        distillation.mean(bimodalTheta, fake, (a, b, e) => f(a, b) * e),
        close,
      );
    });

    test("value rule: the value is aa E|a|² + (ab + ae) E<a, b> + (bb + be) E|b|²", () => {
      const [aa, ab, bb] = [
        distillation.mean(bimodalTheta, fake, (a) => a * a),
        distillation.mean(bimodalTheta, fake, (a, b) => a * b),
        distillation.mean(bimodalTheta, fake, (_, b) => b * b),
      ];
      const coefficients = fc.record({ aa: weight, ab: weight, ae: weight, bb: weight, be: weight });
      fc.assert(
        fc.property(coefficients, (c) => {
          const value = c.aa * aa + (c.ab + c.ae) * ab + (c.bb + c.be) * bb;
          expect(distillation.loss(c, bimodalTheta, fake)).toBeAllClose(value, { atol: 1e-5 });
        }),
        { numRuns: 30 },
      );
    });

    test.each(family)("%s is aa times the Fisher divergence", (_, coefficients) => {
      expect(valueRule(coefficients)).toBe(true);
      expect(distillation.loss(coefficients, bimodalTheta, fake)).toBeAllClose(coefficients.aa * fisher, close);
    });
  });

  test("E|a - ε|² - E|b - ε|² is a lower bound of the Fisher divergence, tight at ψ*", () => {
    const bound = (field: typeof fake) =>
      distillation.mean(bimodalTheta, field, (a, b, e) => (a - e) ** 2 - (b - e) ** 2);
    const lagging: typeof fake = (xt) => fake(xt) + 0.3 * Math.sin(xt);
    const gap =
      distillation.mean(bimodalTheta, lagging, (_, b, e) => (b - e) ** 2) -
      distillation.mean(bimodalTheta, fake, (_, b, e) => (b - e) ** 2);
    expect(bound(fake)).toBeAllClose(fisher, close);
    expect(bound(lagging)).toBeAllClose(fisher - gap, close);
    expect(gap).toBeGreaterThan(0.01);
  });
});
