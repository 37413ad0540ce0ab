import { make, testSchedule } from "@tweedie/testing";
import { expect, test } from "vitest";
import scaledLinear from "./scaled-linear.ts";

testSchedule(scaledLinear);
testSchedule(scaledLinear, { options: { betaMin: 3, betaMax: 3 } });

/** Noise-to-signal ratio after a number of steps of `scaled_linear`; Stable Diffusion has 1,000 steps. */
function publishedSigma(count: number, steps = 1_000): number {
  const [first, last] = [Math.sqrt(0.85 / steps), Math.sqrt(12 / steps)];
  let alphaBarSquared = 1;
  for (let i = 0; i < count; i++) alphaBarSquared *= 1 - (first + ((last - first) * i) / (steps - 1)) ** 2;
  return Math.sqrt(1 / alphaBarSquared - 1);
}

test("is the limit of many steps, and within 2 % of Stable Diffusion's 1,000, of which number 625 has sigma = 2.5", () => {
  for (const t of [0.02, 0.25, 0.625, 0.98]) {
    const { alphaBar, betaBar } = make(scaledLinear).amplitudes(t);
    const sigma = betaBar / alphaBar;
    expect(Math.abs(publishedSigma(t * 1e6, 1e6) / sigma - 1)).toBeLessThan(1e-4);
    expect(Math.abs(publishedSigma(t * 1000) / sigma - 1)).toBeLessThan(0.02);
    expect(Math.hypot(alphaBar, betaBar)).toBeCloseTo(1, 12);
  }
  expect(publishedSigma(626)).toBeCloseTo(2.5, 2);
});

test("time and amplitudes keep their relative precision at the smallest noise", () => {
  const { amplitudes, timeOf } = make(scaledLinear);
  expect(amplitudes(1e-12).betaBar / Math.sqrt(0.85 * 1e-12)).toBeCloseTo(1, 8);
  expect(timeOf(1e-9) / (1e-18 / 0.85)).toBeCloseTo(1, 8);
});

test("refuses decreasing rates", () => {
  expect(scaledLinear.options.safeParse({ betaMin: 2, betaMax: 1 }).success).toBe(false);
});
