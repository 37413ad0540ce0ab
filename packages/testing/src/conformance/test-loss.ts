import { random, tf, type LossStrategy, type Plugin, type ScoredBatch } from "@tweedie/core";
import { quadraticIdentity } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "../expectations/expect-compiled.ts";
import { expectPure } from "../expectations/expect-pure.ts";
import { normal, scoredBatch } from "../stand-ins/scored-batch.ts";
import { tensorsOf } from "../stand-ins/weights.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** A batch with the loss's own draws and the output that it reads, from a fake score of one weight, `psi`. */
const batchFor = (loss: LossStrategy, xg: Tensor, psi: Tensor = tf.scalar(0.4)): ScoredBatch => ({
  ...scoredBatch(xg, { output: loss.fakeScoreOutput, psi }),
  draws: tensorsOf(loss.draws?.(random(0, "draws"), xg.shape[0]!) ?? {}),
});

/**
 * Tests the contract of a loss. A check that does not apply is skipped, with the reason.
 *
 * It does not check that the loss is the intended one: test its identity against a closed form, such as `exactDistillation`. Nor does it
 * check that a student trains with it: run an experiment.
 */
export function testLoss(plugin: Plugin<"loss">, setup: Setup = {}): void {
  describe("loss", () => {
    testOptions(plugin, setup);

    describe.each([
      ["points", [4, 2]],
      ["images", [4, 3, 3, 2]],
    ])("of %s", (_, shape) => {
      const loss = make(plugin, { ...setup, shape: shape.slice(1) });
      const xg = () => normal("xg", shape);

      test("the student's loss is one finite number per sample", () => {
        const value = loss.student(batchFor(loss, xg()));
        expect(value.shape).toEqual([4]);
        expect([...value.dataSync()].every(Number.isFinite)).toBe(true);
      });

      test("is a pure function of the batch", () => {
        const batch = batchFor(loss, xg());
        expectPure(() => loss.student(batch));
      });

      test("compiles, with its gradient", () =>
        expectCompiled(({ xg }) => loss.student(batchFor(loss, xg!)), { xg: xg() }));

      test("has a gradient in every generated sample", () => {
        const gradient = tf.grad((x) => loss.student(batchFor(loss, x)).sum())(xg());
        const sizes = [...gradient.reshape([4, -1]).abs().sum(1).dataSync()];
        expect(sizes.every((size) => Number.isFinite(size) && size > 0)).toBe(true);
      });

      test("equals the quadratic form of its declared coefficients", ({ skip }) => {
        skip(
          !loss.coefficients,
          "the loss declares no `coefficients`; a loss that is quadratic in the predictions should",
        );
        const batch = batchFor(loss, xg());
        expect(loss.student(batch)).toBeAllClose(quadraticIdentity(loss.coefficients!, batch), { atol: 1e-4 });
      });

      testFakeScoreObjective(loss, xg);
    });
  });
}

/** Tests the loss that a strategy gives the fake score, if it has one. */
function testFakeScoreObjective(loss: LossStrategy, xg: () => Tensor): void {
  describe("for the fake score", () => {
    const reason = "the loss has no `fakeScore`: the fake score is trained by denoising score matching";
    const objective = (psi: Tensor) => loss.fakeScore!(batchFor(loss, xg(), psi));
    const psi = () => tf.scalar(0.4);

    test("the fake score's loss is one number per sample, with a finite gradient", ({ skip }) => {
      skip(!loss.fakeScore, reason);
      const weight = psi();
      expectPure(() => objective(weight));
      expect(objective(weight).shape).toEqual([4]);
      const gradient = tf
        .grad((psi) => objective(psi).sum())(weight)
        .dataSync()[0]!;
      expect(Number.isFinite(gradient) && gradient !== 0).toBe(true);
    });

    test("the fake score's loss compiles, with its gradient", async ({ skip }) => {
      skip(!loss.fakeScore, reason);
      await expectCompiled(({ psi }) => objective(psi!), { psi: psi() });
    });
  });
}
