import { expect, test } from "vitest";
import { normalQuantile, normalCdf } from "./normal-quantile.ts";

// Wichura's own test values.
test.each([
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167813],
  [1e-20, -9.262340089798407],
])("the quantile of %d is %d", (p, x) => expect(normalQuantile(p) / x).toBeCloseTo(1, 14));

test("the quantile is antisymmetric about one half", () => {
  for (const p of [0.01, 0.05, 0.075, 0.2, 0.4, 0.5]) expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 13);
});

test("the quantile inverts the distribution function", () => {
  // P(X <= x) = 1/2 + ∫ from 0 to x of the density, by Simpson's rule.
  const distribution = (x: number): number => {
    const n = 2000;
    const density = (y: number) => Math.exp((-y * y) / 2) / Math.sqrt(2 * Math.PI);
    let sum = density(0) + density(x);
    for (let i = 1; i < n; i++) sum += (i % 2 ? 4 : 2) * density((i * x) / n);
    return 0.5 + (sum * x) / n / 3;
  };
  for (let p = 0.005; p < 1; p += 0.005) expect(distribution(normalQuantile(p))).toBeCloseTo(p, 12);
});

// From scipy.stats.norm, on both sides of the switch between the two formulas at 3.
test.each([
  [-8, 6.22096057427174e-16],
  [-3.5, 2.3262907903552502e-4],
  [-1, 0.15865525393145707],
  [0.3, 0.6179114221889526],
  [2.9, 0.998134186699616],
  [3.1, 0.9990323967867817],
])("the distribution function at %d is %d", (x, p) => expect(normalCdf(x) / p).toBeCloseTo(1, 12));
