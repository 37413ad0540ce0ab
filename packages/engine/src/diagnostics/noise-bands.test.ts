import { ndarray } from "@tweedie/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bandMeans, meanOf, noiseBands } from "./noise-bands.ts";

const levels = (sigmas: readonly number[]) => ({
  alphaBar: ndarray(
    [sigmas.length],
    Float32Array.from(sigmas, (_, i) => (i + 1) / sigmas.length),
  ),
  betaBar: ndarray(
    [sigmas.length],
    Float32Array.from(sigmas, (sigma, i) => (sigma * (i + 1)) / sigmas.length),
  ),
});

test("the band depends on the noise-to-signal ratio in units of the data's standard deviation", () => {
  expect(noiseBands(levels([0, 0.04, 0.06, 0.24, 0.26, 0.9, 1.1, Infinity]), 0.5)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});

test("band means weighted by their counts add up to the mean", () => {
  const sample = fc.tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), (samples) => {
      const values = Float32Array.from(samples, ([value]) => value);
      const bands = samples.map(([, band]) => band);
      const weighted = Object.entries(bandMeans(values, bands)).reduce(
        (sum, [name, value]) => sum + (value * bands.filter((band) => `band${band}` === name).length) / bands.length,
        0,
      );
      expect(weighted).toBeCloseTo(meanOf(values), 8);
    }),
  );
});
