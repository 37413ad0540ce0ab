import type { Weighting } from "@tweedie/core";
import { kappaOnGaussians } from "@tweedie/diffusion";
import { make, standIns } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import sid from "../sid.ts";
import { ofLevel, weigh } from "./shipped-weightings.fixture.ts";

/** kappa at sigma = 1, from about `elements` elements of samples. */
function kappa(weighting: Weighting, d: number, elements: number, sigmaData = standIns().teacher.sigmaData): number {
  const levels = Array.from({ length: Math.ceil(elements / d) }, () => ({ alphaBar: 1, betaBar: 1 }));
  return kappaOnGaussians(weigh(weighting), { shape: [d], sigmaData, levels });
}

const manyElements = 2 ** 15;

describe.each([1, 2, 16, 784])("kappa in %d dimensions", (d) => {
  test.each(Object.entries(ofLevel))("is 1 with %s", (_, plugin) => {
    const weighting = make(plugin, { shape: [d] });
    expect(weighting.dependsOn).toBe("level");
    expect(kappa(weighting, d, 1_024)).toBeCloseTo(1, 9);
  });

  test("is 1 - 1/d with sid, and 0.04 to 0.12 in one dimension", () => {
    const value = kappa(make(sid, { shape: [d] }), d, manyElements);
    if (d === 1) {
      expect(value).toBeGreaterThan(0.04);
      expect(value).toBeLessThan(0.12);
    } else expect(value).toBeAllClose(1 - 1 / d, { atol: 0.015 });
  });
});

// In NumPy, without the code of Tweedie: quadrature for d = 1, else simulation with independent noise (standard errors below 0.001).
test.each([
  [1, 0.0833, 0.03],
  [2, 0.5032, 0.025],
  [16, 0.9379, 0.01],
  [784, 0.9988, 0.002],
])("with sid and data of unit variance kappa is NumPy's in %d dimensions, %d", (d, expected, atol) => {
  expect(kappa(make(sid, { shape: [d] }), d, manyElements, 1)).toBeAllClose(expected, { atol });
});
