import { make, testTimeLaw } from "@tweedie/testing";
import { expect, test } from "vitest";
import logNormal from "./log-normal.ts";

testTimeLaw(logNormal);

test("the quantiles are exp(mean + std z)", () => {
  const { quantile } = make(logNormal, { options: { mean: 0.3, std: 2 } });
  expect(quantile(0.5)).toBeCloseTo(Math.exp(0.3), 12);
  expect(quantile(0.975)).toBeCloseTo(Math.exp(0.3 + 2 * 1.959963984540054), 10);
});

test("ln sigma has the given mean and standard deviation", () => {
  const { quantile } = make(logNormal);
  const count = 20_000;
  const logs = Array.from({ length: count }, (_, i) => Math.log(quantile((i + 0.5) / count)));
  const mean = logs.reduce((sum, x) => sum + x, 0) / count;
  expect(mean).toBeCloseTo(-1.2, 6);
  expect(Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count)).toBeCloseTo(1.2, 3);
});

test("sigma has the same distribution under any schedule", () => {
  const schedule = {
    amplitudes: (t: number) => ({ alphaBar: 1 - t, betaBar: t }),
    timeOf: (sigma: number) => sigma / (1 + sigma),
  };
  const t = make(logNormal, { uses: { schedule } }).quantile(0.3);
  expect(t / (1 - t)).toBeCloseTo(make(logNormal).quantile(0.3), 12);
});
