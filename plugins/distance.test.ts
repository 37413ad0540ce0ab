import { bimodalDistillation, bimodalTheta, make, scoreLoss, testLoss } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./distance.ts";

testLoss(plugin);

test("equals the distance of the scores at the optimal fake score", () => {
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
  const { value } = scoreLoss(make(plugin, { options: { soft: 0.5 } }), exact, bimodalTheta);
  const distance = (a: number, b: number) => (a - b) ** 2 / Math.hypot(a - b, 0.5);
  expect(value).toBeAllClose(exact.mean(bimodalTheta, exact.epsFake(bimodalTheta), distance), { atol: 1e-4 });
});
