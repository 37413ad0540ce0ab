import { make, testTimeLaw } from "@tweedie/testing";
import { expect, test } from "vitest";
import uniform from "./uniform.ts";

testTimeLaw(uniform);

test("is uniform between its ends", () => {
  const { quantile } = make(uniform, { options: { min: 0.2, max: 0.6 } });
  expect([0, 0.25, 1].map(quantile)).toBeAllClose([0.2, 0.3, 0.6], { atol: 1e-12 });
});

test("refuses min above max", () => {
  expect(uniform.options.safeParse({ min: 0.6, max: 0.2 }).success).toBe(false);
});
