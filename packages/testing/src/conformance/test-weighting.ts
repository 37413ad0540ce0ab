import { tf, type Plugin, type ScoredBatch } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "../expectations/expect-compiled.ts";
import { expectPure } from "../expectations/expect-pure.ts";
import { normal, scoredBatch } from "../stand-ins/scored-batch.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** Tests the contract of a weighting. */
export function testWeighting(plugin: Plugin<"weighting">, setup: Setup = {}): void {
  describe("weighting", () => {
    testOptions(plugin, setup);

    test("weights the student's loss, or a denoiser's, or both", () => {
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

        test(`${method} weights are positive, one per sample`, () => {
          const weights = weigh(scoredBatch(normal("xg", shape)));
          expect(weights.shape).toEqual([4]);
          expect([...weights.dataSync()].every((weight) => Number.isFinite(weight) && weight > 0)).toBe(true);
        });

        test(`${method} weights are a pure function of the batch`, () => {
          const batch: ScoredBatch = scoredBatch(normal("xg", shape));
          expectPure(() => weigh(batch));
        });

        test(`${method} weights compile`, () =>
          expectCompiled(({ xg }) => weigh(scoredBatch(xg!)), { xg: normal("xg", shape) }));

        test(`${method} weights have no gradient in the samples`, () => {
          const gradient = tf.grad((x) => weigh(scoredBatch(x)).sum().add(x.mul(0).sum()))(normal("xg", shape));
          expect(gradient.abs().max().dataSync()[0]).toBe(0);
        });
      }
    });
  });
}
