import { nest, random, under, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";
import { expectPure } from "./expect-pure.ts";
import { normal } from "./scored-batch.ts";
import { make, someLabels, standIns, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart, laidOver, stirred, tensorsOf } from "./weights.ts";

/** The contract of a student. */
export function testStudent(plugin: Plugin<"student">, setup: Setup = {}): void {
  describe("student", () => {
    testOptions(plugin, setup);

    const roles = { ...standIns(setup.shape), ...setup.uses };
    const student = () => make(plugin, setup);
    const teacherWeights = () => roles.teacher.init(random(0, "teacher"));
    const first = () => student().init(random(0, "init"), teacherWeights());
    const params = () => laidOver(teacherWeights(), student(), tensorsOf(first()));
    const z = () => normal("z", [4, ...student().latentShape]);
    const labels = () => someLabels(student());

    test("draws the same first weights from the same stream", () =>
      expectSameDraw((stream) => student().init(stream, teacherWeights())));

    test("makes finite samples of the data's shape", () => {
      const xg = student().generate(params(), z(), labels());
      expect(xg.shape).toEqual([4, ...roles.data.shape]);
      expect([...xg.dataSync()].every(Number.isFinite)).toBe(true);
    });

    test("is a pure function", () => {
      const [own, latents, label] = [params(), z(), labels()];
      expectPure(() => student().generate(own, latents, label));
    });

    test("compiles, with its gradients", () =>
      expectCompiled((inputs) => student().generate(under("params", inputs), inputs.z!, labels()), {
        ...nest("params", params()),
        z: z(),
      }));

    test("treats each sample alone", () => {
      const own = params();
      const inputs = [z(), labels()].filter((tensor) => tensor !== undefined);
      expectSamplesApart(inputs, (latents, label) => student().generate(own, latents!, label));
    });

    test("learns with every weight", () => {
      const [latents, label] = [z(), labels()];
      expectGradientInEach(stirred(first()), (own) =>
        student().generate(laidOver(teacherWeights(), student(), own), latents, label),
      );
    });
  });
}
