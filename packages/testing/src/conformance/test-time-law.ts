import type { Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** Tests the contract of a time law. */
export function testTimeLaw(plugin: Plugin<"timeLaw">, setup: Setup = {}): void {
  describe("time law", () => {
    testOptions(plugin, setup);

    test.each([0, 0.5, 1])("the quantile function is finite and non-decreasing, at progress %d", (progress) => {
      const { quantile } = make(plugin, setup);
      const extremes = [0.5 / 2 ** 23, 1 - 0.5 / 2 ** 23]; // of `Random.uniform`
      const times = [extremes[0]!, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, extremes[1]!].map((u) =>
        quantile(u, progress),
      );
      expect(times.every(Number.isFinite)).toBe(true);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    });
  });
}
