import { tf } from "@tweedie/core";
import { make, scoredBatch, testLoss } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-loss.ts";

testLoss(plugin);

test("the loss is zero if the fake score equals the teacher", () => {
  const batch = scoredBatch(tf.ones([4, 2]));
  const value = make(plugin).student({ ...batch, epsFake: batch.epsTeacher });
  expect(value).toBeAllClose([0, 0, 0, 0]);
});
