import { tf } from "@tweedie/core";
import { sigmaOf, squaredNorm, x0FromEps } from "@tweedie/diffusion";
import { make, scoredBatch, testWeighting } from "@tweedie/testing";
import { expect, test } from "vitest";
import power from "./power.ts";

testWeighting(power);

const batch = scoredBatch(tf.zeros([4, 2]));

test("with exponent 2 the weighted error of eps is the error of x0", () => {
  const { epsFake, eps, xt, level } = batch;
  const errorOfX0 = squaredNorm(x0FromEps(epsFake, xt, level).sub(x0FromEps(eps, xt, level)));
  const weighted = squaredNorm(epsFake.sub(eps)).mul(make(power).denoiser!(batch));
  expect(weighted).toBeAllClose(errorOfX0, { rtol: 1e-4 });
});

test("with exponent -1 the weight is 1 / sigma", () => {
  const weight = make(power, { options: { exponent: -1 } }).student!(batch);
  expect(weight.mul(sigmaOf(batch.level).flatten())).toBeAllClose(tf.ones([4]));
});
