import { expect, test } from "vitest";
import { evaluationOverrides, isOverride } from "./evaluation-overrides.ts";

test("settings of an evaluation are those of `evaluate`, and one metric is a list", () => {
  const words = ["metrics=metrics/mmd", "metrics=[a/b,c/d]", "metrics=a/b,c/d", "samples=32", "evaluate.extractor=e/x"];
  expect(evaluationOverrides(words)).toEqual([
    "evaluate.metrics=[metrics/mmd]",
    "evaluate.metrics=[a/b,c/d]",
    "evaluate.metrics=[a/b,c/d]",
    "evaluate.samples=32",
    "evaluate.extractor=e/x",
  ]);
  expect(evaluationOverrides(["metrics.0.samples=9"])).toEqual(["evaluate.metrics.0.samples=9"]);
});

test("other settings are refused", () => {
  expect(() => evaluationOverrides(["loss=sid/l1"])).toThrow("`loss` is no setting of an evaluation");
  expect(() => evaluationOverrides(["every=9"])).toThrow("the settings are metrics, extractor, samples, generated");
});

test("a folder is no setting", () => {
  expect(["runs/a", "runs/lambda=1", "./a=b", "metrics=x"].map(isOverride)).toEqual([false, false, false, true]);
});
