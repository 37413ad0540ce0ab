import { make, testTimeLaw } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-time-law.ts";

testTimeLaw(plugin);

test("with power 1 the distribution is uniform", () => {
  const { quantile } = make(plugin, { options: { min: 1, max: 3, power: 1 } });
  expect([0, 0.25, 1].map((u) => quantile(u))).toBeAllClose([1, 1.5, 3], { atol: 1e-12 });
});
