import { make, testSchedule } from "@tweedie/testing";
import { expect, test } from "vitest";
import linear from "./linear.ts";

testSchedule(linear);
testSchedule(linear, { options: { betaMin: 3, betaMax: 3 } });

test("preserves variance", () => {
  const { amplitudes } = make(linear);
  for (const t of [0, 0.3, 0.7, 1]) expect(Math.hypot(...Object.values(amplitudes(t)))).toBeCloseTo(1, 12);
});

test("alphaBar² is the limit of DDPM's product of 1 - β over many steps", () => {
  const steps = 100_000;
  let product = 1;
  for (let i = 0; i < steps; i++) product *= 1 - (0.1 + 19.9 * ((i + 0.5) / steps)) / steps;
  expect(make(linear).amplitudes(1).alphaBar ** 2 / product).toBeCloseTo(1, 2);
});

test("betaBar keeps its relative precision at the smallest noise", () => {
  expect(make(linear).amplitudes(1e-12).betaBar / Math.sqrt(0.1 * 1e-12)).toBeCloseTo(1, 8);
});

test("refuses decreasing rates", () => {
  expect(linear.options.safeParse({ betaMin: 2, betaMax: 1 }).success).toBe(false);
});
