import { make, normal, tensorsOf, testExtractor } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-extractor.ts";

testExtractor(plugin);
testExtractor(plugin, { shape: [4, 4, 1] });

test("the features of twice the samples are twice the features", () => {
  const extractor = make(plugin);
  if (!("extract" in extractor)) throw new Error("it has no `extract`");
  const weights = tensorsOf(extractor.weights());
  const x = normal("x", [4, 2]);
  const features = extractor.extract(weights, x).features;
  expect(extractor.extract(weights, x.mul(2)).features).toBeAllClose(features.mul(2));
});
