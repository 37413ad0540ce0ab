import { tf } from "@tweedie/core";
import { edmFromEps, sigmaOf, squaredNorm } from "@tweedie/diffusion";
import { make, scoredBatch, standIns, testWeighting } from "@tweedie/testing";
import { expect, test } from "vitest";
import edm from "./edm.ts";

testWeighting(edm);

const batch = scoredBatch(tf.zeros([4, 2]));
const { sigmaData } = standIns().teacher;
const weight = make(edm).denoiser!(batch);

test("the weighted error of eps is the error of the network's output F", () => {
  const { epsFake, eps, xt, level } = batch;
  const errorOfF = squaredNorm(edmFromEps(epsFake, xt, level, sigmaData).sub(edmFromEps(eps, xt, level, sigmaData)));
  expect(squaredNorm(epsFake.sub(eps)).mul(weight)).toBeAllClose(errorOfF, { rtol: 1e-4 });
});

test("equals the paper's weight of errors of x0, times sigma²", () => {
  const sigma = sigmaOf(batch.level).flatten();
  const paper = sigma
    .square()
    .add(sigmaData ** 2)
    .div(sigma.mul(sigmaData).square());
  expect(weight).toBeAllClose(paper.mul(sigma.square()));
});
