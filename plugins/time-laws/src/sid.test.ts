import { make, testTimeLaw } from "@tweedie/testing";
import { expect, test } from "vitest";
import sid from "./sid.ts";

testTimeLaw(sid);

// The stand-in schedule's time is sigma.
const sigmaAt = (u: number, options = {}) => make(sid, { options }).quantile(u);

test("sigma is in [0.002, 24.408], with median 0.965", () => {
  expect(sigmaAt(0)).toBeCloseTo(0.002, 12);
  expect(sigmaAt(0.5)).toBeCloseTo(0.965, 3);
  expect(sigmaAt(1)).toBeCloseTo(24.408, 3);
});

test("with tMax = 1 the highest level is sigmaMax", () => {
  expect(sigmaAt(1, { tMax: 1, sigmaMax: 80 })).toBeCloseTo(80, 10);
});

test("with rho = 1 sigma is uniform", () => {
  expect(sigmaAt(0.25, { tMax: 1, rho: 1, sigmaMin: 1, sigmaMax: 3 })).toBeCloseTo(1.5, 12);
});

test("with tMin sigma begins at that fraction of the way", () => {
  const range = { rho: 1, sigmaMin: 1, sigmaMax: 3, tMin: 0.5, tMax: 1 };
  expect([0, 0.5, 1].map((u) => sigmaAt(u, range))).toEqual([2, 2.5, 3]);
  expect(sigmaAt(0, { tMin: 0.02, tMax: 0.98 })).toBeCloseTo(sigmaAt(0.02 / 0.8), 10); // DMD2's lowest level
  expect(sid.options.safeParse({ tMin: 0.9 }).success).toBe(false);
});

test("refuses sigmaMin above sigmaMax", () => {
  expect(sid.options.safeParse({ sigmaMin: 2, sigmaMax: 1 }).success).toBe(false);
});
