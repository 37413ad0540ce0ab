import { random, type NumericDimension } from "@tweedie/core";
import { make, testSampler } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-sampler.ts";

testSampler(plugin);

test("the first 100 values of a parameter are at least 1/400 apart", () => {
  const rate: NumericDimension = { name: "rate", kind: "range", quantile: (p) => p, shares: (value) => [value, value] };
  const values = Array.from({ length: 100 }, (_, index) => {
    const streams = { random: random(0, "sampler", index), sweep: random(0, "sweep") };
    return make(plugin).suggest({ space: [rate], index, ...streams, history: () => [] })["rate"] ?? NaN;
  }).sort((a, b) => a - b);
  const gaps = values.slice(1).map((value, i) => value - (values[i] ?? NaN));
  expect(Math.min(...gaps)).toBeGreaterThan(1 / 400);
});
