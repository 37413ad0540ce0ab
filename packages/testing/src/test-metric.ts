import { ndarray, random, type NDArray, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { make, standIns, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

interface MetricSetup extends Setup {
  /** Samples on either side. */
  readonly count?: number;
  /** What makes samples worse, number by number; left out, they are moved by three standard deviations of the data. */
  readonly spoil?: (x: number) => number;
}

/** The contract of a metric. One that looks at features or classes is handed the samples for them, `[n, ...shape]`. */
export function testMetric(plugin: Plugin<"metric">, setup: MetricSetup = {}): void {
  describe("metric", () => {
    testOptions(plugin, setup);

    const { count = 500 } = setup;
    const data = setup.uses?.data ?? standIns(setup.shape).data;
    const metric = () => make(plugin, setup);
    const draw = (purpose: string): NDArray => data.sample(random(0, purpose), count);
    const measure = (samples: NDArray) => metric().measure(samples, draw("reference"), random(0, "metric"));

    test("gives the values that it has goals for, finite", () => {
      const values = measure(draw("samples"));
      expect(Object.keys(values).toSorted()).toEqual(Object.keys(metric().goals).toSorted());
      expect(Object.values(values).every(Number.isFinite)).toBe(true);
    });

    test("gives the same values for the same samples", () => {
      expect(measure(draw("samples"))).toEqual(measure(draw("samples")));
    });

    test("prefers samples of the data to samples that were made worse", () => {
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
