import type { Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import "../expectations/to-be-all-close.ts";

const sigmas = Array.from({ length: 41 }, (_, i) => 10 ** (-3 + i / 8)); // 0.001 to 100

/** Tests the contract of a noise schedule. */
export function testSchedule(plugin: Plugin<"schedule">, setup: Setup = {}): void {
  describe("noise schedule", () => {
    testOptions(plugin, setup);
    const schedule = () => make(plugin, setup);

    test("timeOf is the inverse of the noise-to-signal ratio", () => {
      const { amplitudes, timeOf } = schedule();
      const ratios = sigmas
        .map((sigma) => amplitudes(timeOf(sigma)))
        .map(({ alphaBar, betaBar }) => betaBar / alphaBar);
      expect(ratios).toBeAllClose(sigmas, { atol: 0, rtol: 1e-9 });
    });

    test("the noise-to-signal ratio grows with time", () => {
      const times = sigmas.map((sigma) => schedule().timeOf(sigma));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(new Set(times).size).toBe(times.length);
    });

    test("amplitudes are positive", () => {
      for (const sigma of sigmas) {
        const { alphaBar, betaBar } = schedule().amplitudes(schedule().timeOf(sigma));
        expect(alphaBar).toBeGreaterThan(0);
        expect(betaBar).toBeGreaterThan(0);
      }
    });
  });
}
