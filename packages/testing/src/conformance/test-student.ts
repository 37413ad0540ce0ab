import { nest, random, under, type Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "../expectations/expect-compiled.ts";
import { expectGradientInEach, expectSameDraw, expectSamplesApart } from "../expectations/expect-model.ts";
import { expectPure } from "../expectations/expect-pure.ts";
import { normal, someLabels } from "../stand-ins/scored-batch.ts";
import { standIns } from "../stand-ins/stand-ins.ts";
import { modelParams, perturbed, tensorsOf } from "../stand-ins/weights.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** Tests the contract of a student. */
export function testStudent(plugin: Plugin<"student">, setup: Setup = {}): void {
  describe("student", () => {
    testOptions(plugin, setup);

    const roles = { ...standIns(setup.shape), ...setup.uses };
    const student = () => make(plugin, setup);
    const teacherWeights = () => roles.teacher.init(random(0, "teacher"));
    const initial = () => student().init(random(0, "init"), teacherWeights());
    const params = () => modelParams(teacherWeights(), student(), tensorsOf(initial()));
    const z = () => normal("z", [4, ...student().latentShape]);
    const labels = () => someLabels(student());

    test("the same stream initialises the same weights", () =>
      expectSameDraw((stream) => student().init(stream, teacherWeights())));

    test("samples are finite and have the shape of the data", () => {
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

    test("treats samples independently", () => {
      const own = params();
      const inputs = [z(), labels()].filter((tensor) => tensor !== undefined);
      expectSamplesApart(inputs, (latents, label) => student().generate(own, latents!, label));
    });

    test("has a gradient in every weight", () => {
      const [latents, label] = [z(), labels()];
      expectGradientInEach(perturbed(initial()), (own) =>
        student().generate(modelParams(teacherWeights(), student(), own), latents, label),
      );
    });
  });
}
