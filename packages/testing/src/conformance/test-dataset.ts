import { random, sizeOf, type NDArray, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import "../expectations/to-be-all-close.ts";

/** Tests the contract of a dataset. `count` samples estimate its moments, 4,000 by default. */
export function testDataset(plugin: Plugin<"data">, setup: Setup & { readonly count?: number } = {}): void {
  describe("dataset", () => {
    testOptions(plugin, setup);

    const { count = 4000 } = setup;
    const data = () => make(plugin, setup);
    const draw = (purpose: string, size = 5): NDArray => data().sample(random(0, purpose), size);

    test("the same stream draws the same samples, another stream draws others", () => {
      expect(draw("a")).toEqual(draw("a"));
      expect(draw("a")).not.toEqual(draw("b"));
    });

    test("samples are finite and have the declared shape", () => {
      for (const { shape, data: numbers } of [draw("a"), data().heldOut(random(0, "a"), 5)]) {
        expect(shape.slice(1)).toEqual(data().shape);
        expect(numbers.length).toBe(sizeOf(shape));
        expect(numbers.every(Number.isFinite)).toBe(true);
      }
      expect(draw("a").shape[0]).toBe(5);
      expect(data().heldOut(random(0, "a"), 5).shape[0]).toBeLessThanOrEqual(5);
    });

    test("labelled draws, if any, are the same samples with valid labels", () => {
      const { labelled, sample, heldOut } = data();
      if (!labelled) return;
      const pairs = [
        [labelled.sample(random(0, "a"), 50), sample(random(0, "a"), 50)],
        [labelled.heldOut(random(0, "a"), 50), heldOut(random(0, "a"), 50)],
      ] as const;
      for (const [{ samples, labels }, unlabelled] of pairs) {
        expect(samples).toEqual(unlabelled);
        expect(labels.shape).toEqual([samples.shape[0]]);
        const isClass = (label: number) => Number.isInteger(label) && label >= 0 && label < labelled.classes;
        expect(labels.data.every(isClass)).toBe(true);
      }
    });

    test("sigmaData is the standard deviation of the samples, within 5 %", () => {
      expect(standardDeviation(draw("std", count).data)).toBeAllClose(data().sigmaData, { rtol: 0.05 });
    });

    test("the declared mixture, if any, has weights of sum 1 and the mean of the samples", () => {
      const { mixture } = data();
      if (!mixture) return;
      const { data: numbers } = draw("law", count);
      const size = sizeOf(data().shape);
      const standardError = data().sigmaData / Math.sqrt(count);
      const mean = (i: number) => numbers.reduce((sum, x, j) => (j % size === i ? sum + x : sum), 0) / count;
      const exact = (i: number) => mixture.weights.reduce((sum, weight, k) => sum + weight * mixture.means[k]![i]!, 0);
      const elements = Array.from({ length: size }, (_, i) => i);
      expect(mixture.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
      expect(elements.map(mean)).toBeAllClose(elements.map(exact), { atol: 8 * standardError, rtol: 0 });
    });
  });
}

function standardDeviation(numbers: Float32Array): number {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
}
