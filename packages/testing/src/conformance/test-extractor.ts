import { tf, type Extractor, type Params, type Plugin, type Features } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { detach } from "@tweedie/diffusion";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "../expectations/expect-compiled.ts";
import { expectSamplesApart } from "../expectations/expect-model.ts";
import { expectPure } from "../expectations/expect-pure.ts";
import { normal } from "../stand-ins/scored-batch.ts";
import { standIns } from "../stand-ins/stand-ins.ts";
import { tensorsOf } from "../stand-ins/weights.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** Tests the contract of an extractor. Of an ONNX file only the preparation of samples is tested; the file is not run. */
export function testExtractor(plugin: Plugin<"extractor">, setup: Setup = {}): void {
  describe("extractor", () => {
    testOptions(plugin, setup);

    const { data } = { ...standIns(setup.shape), ...setup.uses };
    const extractor = () => make(plugin, setup);
    const x = () => normal("x", [4, ...data.shape]);
    const extract = (created: Extractor, params: Params, x: Tensor): Features =>
      "extract" in created ? created.extract(params, x) : { features: created.prepare(x) };
    const params = () => {
      const created = extractor();
      return "extract" in created ? tensorsOf(created.weights()) : {};
    };

    test("features are finite, and class logits have the declared number of classes", () => {
      const { features, classes } = extract(extractor(), params(), x());
      expect(features.shape[0]).toBe(4);
      expect(tf.isFinite(features).all().dataSync()[0]).toBe(1);
      if ("extract" in extractor()) {
        expect(features.rank).toBe(2);
        expect(classes?.shape).toEqual(extractor().classes && [4, extractor().classes]);
      }
    });

    test("is a pure function", () => {
      const [weights, samples] = [params(), x()];
      expectPure(() => tf.tidy(() => extract(extractor(), weights, samples).features));
    });

    test("compiles", () => {
      const weights = params();
      return expectCompiled(({ x }) => detach(extract(extractor(), weights, x!).features), { x: x() });
    });

    test("treats samples independently", () => {
      const weights = params();
      expectSamplesApart([x()], (samples) => extract(extractor(), weights, samples!).features);
    });
  });
}
