import { nest, random, tf, under, type FakeScore, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";
import { expectPure } from "./expect-pure.ts";
import { normal, someLevels } from "./scored-batch.ts";
import { make, someLabels, standIns, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart, laidOver, stirred, tensorsOf } from "./weights.ts";

/** The contract of a teacher or a fake score, be it a denoiser or not. */
export function testDenoiser(plugin: Plugin<"teacher"> | Plugin<"fakeScore">, setup: Setup = {}): void {
  describe("denoiser", () => {
    testOptions(plugin, setup);

    const roles = { ...standIns(setup.shape), ...setup.uses };
    const shape = roles.data.shape;
    const denoiser = (): FakeScore => make<"teacher" | "fakeScore">(plugin, setup);
    const teacherWeights = () => roles.teacher.init(random(0, "teacher"));
    const first = () => denoiser().init(random(0, "init"), teacherWeights());
    const params = () => laidOver(teacherWeights(), denoiser(), tensorsOf(first()));
    const xt = () => normal("xt", [4, ...shape]);
    const level = () => someLevels(shape.length + 1);
    const labels = () => someLabels(denoiser());

    test("draws the same first weights from the same stream", () =>
      expectSameDraw((stream) => denoiser().init(stream, teacherWeights())));

    test("predicts finite noise of the batch's shape, or a verdict of the size that it says", () => {
      const { output: verdict, epsilon } = denoiser();
      const eps = epsilon(params(), xt(), level(), labels());
      expect(eps.shape).toEqual(verdict ? [4, verdict.size] : xt().shape);
      expect([...eps.dataSync()].every(Number.isFinite)).toBe(true);
    });

    test("is a pure function", () => {
      const [own, x, l, label] = [params(), xt(), level(), labels()];
      expectPure(() => denoiser().epsilon(own, x, l, label));
    });

    test("compiles, with its gradients", () =>
      expectCompiled((inputs) => denoiser().epsilon(under("params", inputs), inputs.xt!, level(), labels()), {
        ...nest("params", params()),
        xt: xt(),
      }));

    test("treats each sample alone", () => {
      const own = params();
      const { alphaBar, betaBar } = level();
      const inputs = [xt(), alphaBar, betaBar, labels()].filter((tensor) => tensor !== undefined);
      expectSamplesApart(inputs, (x, alphaBar, betaBar, label) =>
        denoiser().epsilon(own, x!, { alphaBar: alphaBar!, betaBar: betaBar! }, label),
      );
    });

    test("has a gradient in the samples, which the student learns by", () => {
      const own = params();
      const gradient = tf.grad((x) => denoiser().epsilon(own, x, level(), labels()).square().sum())(xt());
      const sizes = [...gradient.reshape([4, -1]).abs().sum(1).dataSync()];
      expect(sizes.every((size) => Number.isFinite(size) && size > 0)).toBe(true);
    });

    test("learns with every weight, if it learns at all", () => {
      const made = make<"teacher" | "fakeScore">(plugin, setup);
      if ("trained" in made && !made.trained) return;
      const [x, l, label] = [xt(), level(), labels()];
      expectGradientInEach(stirred(first()), (own) =>
        made.epsilon(laidOver(teacherWeights(), denoiser(), own), x, l, label),
      );
    });
  });
}
