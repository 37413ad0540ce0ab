import { tf, type Plugin, type ScoredBatch } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";
import { expectPure } from "./expect-pure.ts";
import { normal, scoredBatch } from "./scored-batch.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** The contract of a weighting. */
export function testWeighting(plugin: Plugin<"weighting">, setup: Setup = {}): void {
  describe("weighting", () => {
    testOptions(plugin, setup);

    test("is for a loss of the student's or of a denoiser's", () => {
      const { student, denoiser } = make(plugin, setup);
      expect(student ?? denoiser).toBeTypeOf("function");
    });

    describe.each([
      ["points", [4, 2]],
      ["images", [4, 3, 3, 2]],
    ])("of %s", (_, shape) => {
      const weighting = make(plugin, { ...setup, shape: shape.slice(1) });

      for (const method of ["student", "denoiser"] as const) {
        const weigh = weighting[method];
        if (!weigh) continue;

        test(`gives each sample of the ${method} a positive weight`, () => {
          const weights = weigh(scoredBatch(normal("xg", shape)));
          expect(weights.shape).toEqual([4]);
          expect([...weights.dataSync()].every((weight) => Number.isFinite(weight) && weight > 0)).toBe(true);
        });

        test(`is for the ${method} a pure function of the batch`, () => {
          const batch: ScoredBatch = scoredBatch(normal("xg", shape));
          expectPure(() => weigh(batch));
        });

        test(`compiles for the ${method}`, () =>
          expectCompiled(({ xg }) => weigh(scoredBatch(xg!)), { xg: normal("xg", shape) }));

        test(`has no gradient in the samples of the ${method}`, () => {
          const gradient = tf.grad((x) => weigh(scoredBatch(x)).sum().add(x.mul(0).sum()))(normal("xg", shape));
          expect(gradient.abs().max().dataSync()[0]).toBe(0);
        });
      }
    });
  });
}
