import { make, testTimeLaw } from "@tweedie/testing";
import { expect, test } from "vitest";
import logUniform from "./log-uniform.ts";

testTimeLaw(logUniform);

test("the median is the geometric mean of the ends", () => {
  const { quantile } = make(logUniform, { options: { sigmaMin: 0.01, sigmaMax: 100 } });
  expect([0, 0.25, 0.5, 1].map(quantile)).toBeAllClose([0.01, 0.1, 1, 100], { atol: 0, rtol: 1e-12 });
});

test("refuses sigmaMin above sigmaMax", () => {
  expect(logUniform.options.safeParse({ sigmaMin: 2, sigmaMax: 1 }).success).toBe(false);
});
