import { tf, type Extractor, type Params, type Plugin, type Features } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
import { detach } from "@tweedie/diffusion";
import { describe, expect, test } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";
import { expectPure } from "./expect-pure.ts";
import { normal } from "./scored-batch.ts";
import { make, standIns, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";
import { expectSamplesApart, tensorsOf } from "./weights.ts";

/** The contract of an extractor. Of one that is an ONNX file, how it prepares samples: the file is not run. */
export function testExtractor(plugin: Plugin<"extractor">, setup: Setup = {}): void {
  describe("extractor", () => {
    testOptions(plugin, setup);

    const { data } = { ...standIns(setup.shape), ...setup.uses };
    const extractor = () => make(plugin, setup);
    const x = () => normal("x", [4, ...data.shape]);
    const seen = (made: Extractor, params: Params, x: Tensor): Features =>
      "extract" in made ? made.extract(params, x) : { features: made.prepare(x) };
    const params = () => {
      const made = extractor();
      return "extract" in made ? tensorsOf(made.weights()) : {};
    };

    test("sees of each sample some finite features, and its classes where it tells them apart", () => {
      const { features, classes } = seen(extractor(), params(), x());
      expect(features.shape[0]).toBe(4);
      expect(tf.isFinite(features).all().dataSync()[0]).toBe(1);
      if ("extract" in extractor()) {
        expect(features.rank).toBe(2);
        expect(classes?.shape).toEqual(extractor().classes && [4, extractor().classes]);
      }
    });

    test("is a pure function", () => {
      const [weights, samples] = [params(), x()];
      expectPure(() => tf.tidy(() => seen(extractor(), weights, samples).features));
    });

    test("compiles", () => {
      const weights = params();
      return expectCompiled(({ x }) => detach(seen(extractor(), weights, x!).features), { x: x() });
    });

    test("sees each sample alone", () => {
      const weights = params();
      expectSamplesApart([x()], (samples) => seen(extractor(), weights, samples!).features);
    });
  });
}
