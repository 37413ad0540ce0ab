import type { Coefficients } from "@tweedie/core";
import { bimodalDistillation, bimodalTheta, exactDistillation, finiteDifference } from "@tweedie/testing";
import { expect, test } from "vitest";
import { multiple } from "./identity-family.fixture.ts";
import { fused, l1 } from "./identity-family.ts";

// A teacher that is not Gaussian, and students near it.
const level = { alphaBar: 0.8, betaBar: 0.6 };
const bimodal = bimodalDistillation(level);
const distillation = exactDistillation({ ...bimodal, teacher: bimodal.distribution(bimodalTheta) });
const direction = [0.5, -0.3, 0.8];
const shifted = (t: number) => bimodalTheta.map((x, i) => x + t * direction[i]!);
/** Slope along the direction, at the teacher, of a vector function of the student. */
function slope(f: (theta: readonly number[]) => readonly number[]): number[] {
  const step = 0.01;
  const [minusTwo, minus, plus, plusTwo] = [-2, -1, 1, 2].map((count) => f(shifted(count * step)));
  return bimodalTheta.map((_, i) => (8 * (plus![i]! - minus![i]!) - (plusTwo![i]! - minusTwo![i]!)) / (12 * step));
}
const slopeOfGradient = (coefficients: Coefficients) => slope((theta) => distillation.gradient(coefficients, theta));

/** `E<∂b, ∂b>` times the direction: half the curvature of the Fisher divergence. */
const curvature = slope((theta) => finiteDifference(distillation.fisher, theta, 0.01).map((x) => x / 2));

test.each([-0.5, 0, 0.5, 1, 1.2])("the attraction of L2 - λL1 does not depend on λ, here %d", (lambda) => {
  expect(slopeOfGradient(fused(lambda))).toBeAllClose(curvature, { atol: 1e-3 });
});

test("L1 does not attract, -L2 repels", () => {
  expect(slopeOfGradient(l1)).toBeAllClose([0, 0, 0], { atol: 1e-3 });
  expect(slopeOfGradient(multiple(-1, fused(0)))).toBeAllClose(
    curvature.map((x) => -x),
    { atol: 1e-3 },
  );
  const along = curvature.reduce((sum, x, i) => sum + x * direction[i]!, 0);
  expect(along).toBeGreaterThan(0.1);
});
