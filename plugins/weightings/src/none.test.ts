import { make, scoredBatch, testWeighting } from "@tweedie/testing";
import { tf } from "@tweedie/core";
import { expect, test } from "vitest";
import none from "./none.ts";

testWeighting(none);

test("equals 1", () => {
  const batch = scoredBatch(tf.zeros([4, 2]));
  expect(make(none).student!(batch)).toBeAllClose(tf.ones([4]));
  expect(make(none).denoiser!(batch)).toBeAllClose(tf.ones([4]));
});
