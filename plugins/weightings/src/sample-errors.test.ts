import { tf } from "@tweedie/core";
import { meanPerSample, squaredNorm, x0FromEps } from "@tweedie/diffusion";
import { make, normal, scoredBatch, testWeighting } from "@tweedie/testing";
import { expect, test } from "vitest";
import edm from "./edm.ts";
import sampleErrors from "./sample-errors.ts";
import sid from "./sid.ts";

const plugins = { "weightings/edm": edm, "weightings/sid": sid };
const optionsOf = (of: string, mean?: boolean) => ({ options: { of, ...(mean && { mean }) }, plugins });

testWeighting(sampleErrors, optionsOf("weightings/edm"));
testWeighting(sampleErrors, optionsOf("weightings/sid"));
testWeighting(sampleErrors, optionsOf("weightings/sid", true));

const batch = scoredBatch(normal("xg", [4, 6]));

test("of weightings/sid it is 1 / mean|xg - x0Teacher|", () => {
  const { xg, xt, level, epsTeacher } = batch;
  const error = meanPerSample(x0FromEps(epsTeacher, xt, level).sub(xg).abs());
  expect(make(sampleErrors, optionsOf("weightings/sid")).student!(batch).mul(error)).toBeAllClose(tf.ones([4]), {
    rtol: 1e-3,
  });
});

test("times errors of x0 it is the other weighting times errors of eps", () => {
  const { epsFake, eps, xt, level } = batch;
  const errorOfX0 = squaredNorm(x0FromEps(epsFake, xt, level).sub(x0FromEps(eps, xt, level)));
  const weighted = errorOfX0.mul(make(sampleErrors, optionsOf("weightings/edm")).denoiser!(batch));
  expect(weighted).toBeAllClose(squaredNorm(epsFake.sub(eps)).mul(make(edm).denoiser!(batch)), { rtol: 1e-4 });
});

test("with `mean` all samples have the mean weight", () => {
  const [own, mean] = [false, true].map((mean) =>
    make(sampleErrors, optionsOf("weightings/sid", mean)).student!(batch),
  );
  expect(mean!).toBeAllClose(tf.fill([4], own!.mean().dataSync()[0]!), { rtol: 1e-5 });
});
