import { l1 as coefficients } from "@tweedie/diffusion";
import { bimodalDistillation, bimodalTheta, scoreLoss, testLoss } from "@tweedie/testing";
import { expect, test } from "vitest";
import l1 from "./l1.ts";

testLoss(l1);

test("equals the Fisher divergence at the optimal fake score, with its gradient at constant ε_ψ", () => {
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
  const { value, gradient } = scoreLoss(l1.create({}), exact, bimodalTheta);
  expect(value).toBeAllClose(exact.fisher(bimodalTheta), { rtol: 1e-4 });
  expect(gradient).toBeAllClose(exact.gradient(coefficients, bimodalTheta), { atol: 1e-4 });
});
