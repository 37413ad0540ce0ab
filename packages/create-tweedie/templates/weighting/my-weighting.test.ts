import { tf } from "@tweedie/core";
import { levelOf } from "@tweedie/diffusion";
import { make, scoredBatch, testWeighting } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-weighting.ts";

testWeighting(plugin);

test("the weight is sigma squared up to the bound", () => {
  const level = levelOf(tf.ones([4]), tf.tensor1d([0.1, 0.5, 2, 50]), 2);
  const { denoiser } = make(plugin, { options: { bound: 9 } });
  expect(denoiser!({ ...scoredBatch(tf.ones([4, 2])), level })).toBeAllClose([0.01, 0.25, 4, 9]);
});
