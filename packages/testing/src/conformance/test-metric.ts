import { ndarray, random, type NDArray, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { standIns } from "../stand-ins/stand-ins.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

interface MetricSetup extends Setup {
  /** Number of samples, and of reference samples; 500 by default. */
  readonly count?: number;
  /** Degrades each number of the samples; by default adds three standard deviations of the data. */
  readonly spoil?: (x: number) => number;
}

/** Tests the contract of a metric. Samples of the data, `[n, ...shape]`, stand in for features and class logits too. */
export function testMetric(plugin: Plugin<"metric">, setup: MetricSetup = {}): void {
  describe("metric", () => {
    testOptions(plugin, setup);

    const { count = 500 } = setup;
    const data = setup.uses?.data ?? standIns(setup.shape).data;
    const metric = () => make(plugin, setup);
    const draw = (purpose: string): NDArray => data.sample(random(0, purpose), count);
    const measure = (samples: NDArray) => metric().measure(samples, draw("reference"), random(0, "metric"));

    test("has one finite value for each goal", () => {
      const values = measure(draw("samples"));
      expect(Object.keys(values).toSorted()).toEqual(Object.keys(metric().goals).toSorted());
      expect(Object.values(values).every(Number.isFinite)).toBe(true);
    });

    test("has the same values for the same samples", () => {
      expect(measure(draw("samples"))).toEqual(measure(draw("samples")));
    });

    test("has better values for samples of the data than for degraded samples", () => {
      const samples = draw("samples");
      const { spoil = (x: number) => x + 3 * data.sigmaData } = setup;
      const [good, bad] = [measure(samples), measure(ndarray(samples.shape, samples.data.map(spoil)))];
      for (const [name, goal] of Object.entries(metric().goals)) {
        const gain = goal === "maximize" ? good[name]! - bad[name]! : bad[name]! - good[name]!;
        expect(gain, name).toBeGreaterThan(0);
      }
    });
  });
}
