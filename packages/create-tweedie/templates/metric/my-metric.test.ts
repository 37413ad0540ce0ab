import { ndarray, random } from "@tweedie/core";
import { make, testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-metric.ts";

testMetric(plugin);

test("the distance between shifted samples is the length of the shift", () => {
  const x = ndarray([500, 2], random(0, "x").normal(1_000));
  const shifted = ndarray(
    x.shape,
    x.data.map((value, i) => value + [3, 4][i % 2]!),
  );
  expect(make(plugin).measure(shifted, x, random(0, "metric"))["meanDistance"]).toBeCloseTo(5, 4);
});
