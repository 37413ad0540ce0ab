import { l1 as coefficients } from "@tweedie/diffusion";
import { bimodalDistillation, bimodalTheta, scoreLoss, testLoss } from "@tweedie/testing";
import { expect, test } from "vitest";
import l1 from "./l1.ts";

testLoss(l1);

test("is the Fisher divergence in value, with the part of its gradient in which ε_ψ stays", () => {
  const game = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
  const { value, gradient } = scoreLoss(l1.create({}), game, bimodalTheta);
  expect(value).toBeAllClose(game.fisher(bimodalTheta), { rtol: 1e-4 });
  expect(gradient).toBeAllClose(game.gradient(coefficients, bimodalTheta), { atol: 1e-4 });
});
