import { bimodalDistillation, bimodalTheta, exactDistillation, finiteDifference } from "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { close, family, lambdas, levels, norm } from "./identity-family.fixture.ts";
import { fixedPointRule, l1, valueRule } from "./identity-family.ts";

const weight = fc.double({ min: -2, max: 2, noNaN: true });
const add = (x: readonly number[], y: readonly number[], factor = 1) => x.map((value, i) => value + factor * y[i]!);
const times = (x: readonly number[], factor: number) => x.map((value) => factor * value);
const cosine = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, value, i) => sum + value * y[i]!, 0) / norm(x) / norm(y);

describe.each(levels)("at a noise level of a %s schedule", (_, level) => {
  const distillation = bimodalDistillation(level);

  describe("gradient with ε_ψ* held constant", () => {
    /** Gradient through ε_ψ* as a function of the student, at fixed samples. */
    const throughFake = (g: (a: number, b: number) => number) =>
      finiteDifference((shifted) => distillation.mean(bimodalTheta, distillation.epsFake(shifted), g), bimodalTheta);
    const g1 = distillation.gradient(l1, bimodalTheta);
    const g2 = throughFake((a, b) => (a - b) ** 2);
    const gradients = family.map(([name, coefficients]) => {
      return { name, coefficients, gradient: distillation.gradient(coefficients, bimodalTheta) };
    });
    const gradientOf = (name: string) => gradients.find((loss) => loss.name === name)!.gradient;
    const exact = finiteDifference(distillation.fisher, bimodalTheta);
    const ofTeacher = throughFake((a, b) => a * b); // E<a, ∂b>
    const ofFake = throughFake((_, b) => (b * b) / 2); // E<b, ∂b>

    test("the Fisher divergence's exact gradient is G1 + G2", () => {
      expect(add(g1, g2)).toBeAllClose(exact, close);
    });

    test.each(lambdas)("L2 - λL1 has (1 - λ) G1 + ½ G2 at λ = %d", (lambda) => {
      expect(gradientOf(`L2 - ${lambda} L1`)).toBeAllClose(add(times(g1, 1 - lambda), g2, 0.5), close);
    });

    test("λ = ½ has half of the exact gradient, and no other loss is parallel to it", () => {
      expect(gradientOf("L2 - 0.5 L1")).toBeAllClose(times(exact, 0.5), close);
      for (const { name, gradient } of gradients) {
        if (name === "L2 - 0.5 L1") expect(cosine(gradient, exact)).toBeCloseTo(1, 8);
        else expect(cosine(gradient, exact)).toBeLessThan(0.999);
      }
    });

    test("λ = 1 has half of the exact gradient of the divergence with a frozen sampling distribution", () => {
      expect(gradientOf("L2 - 1 L1")).toBeAllClose(times(g2, 0.5), close);
    });

    test("the full transform's gradient deviates from the exact one by -E<b, ∂b>, that of middle only by twice as much", () => {
      const deviation = times(
        throughFake((_, b) => b * b),
        -0.5,
      );
      expect(norm(deviation)).toBeGreaterThan(0.1);
      expect(gradientOf("full transform")).toBeAllClose(add(exact, deviation), close);
      expect(gradientOf("middle only")).toBeAllClose(add(exact, deviation, 2), close);
    });

    test.each(gradients)(
      "$name has aa G1 + ae E<a, ∂b> + be E<b, ∂b>",
      ({ coefficients: { aa, ae, be }, gradient }) => {
        const predicted = add(add(times(g1, aa), ofTeacher, ae), ofFake, be);
        expect(gradient).toBeAllClose(predicted, close);
      },
    );
  });

  describe("fixed point: a student with the teacher's distribution", () => {
    const matched = exactDistillation({ ...distillation, teacher: distillation.distribution(bimodalTheta) });

    test("fixed-point rule: losses that satisfy the value rule have ae + be times the same nonzero gradient", () => {
      const unit = matched.gradient({ aa: 0, ab: -1, ae: 1, bb: 0, be: 0 }, bimodalTheta);
      expect(norm(unit)).toBeGreaterThan(0.1);
      fc.assert(
        fc.property(weight, weight, weight, (aa, ae, be) => {
          const coefficients = { aa, ab: -2 * aa - ae, ae, bb: aa - be, be };
          expect(valueRule(coefficients)).toBe(true);
          expect(matched.gradient(coefficients, bimodalTheta)).toBeAllClose(times(unit, ae + be), { atol: 1e-5 });
        }),
        { numRuns: 10 },
      );
    });

    test.each(family)("%s has no gradient there if and only if it satisfies the rule", (_, coefficients) => {
      const size = norm(matched.gradient(coefficients, bimodalTheta));
      if (fixedPointRule(coefficients)) expect(size).toBeLessThan(1e-6);
      else expect(size).toBeGreaterThan(0.1);
    });
  });
});
