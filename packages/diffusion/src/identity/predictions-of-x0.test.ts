import { tf } from "@tweedie/core";
import "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { addNoise } from "../levels/add-noise.ts";
import { levelOf } from "../levels/level.ts";
import { inner, squaredNorm } from "../per-sample.ts";
import { x0FromEps } from "../predictions/parameterisations.ts";

/** `L2 - lambda L1` of any prediction: of the teacher, the fake score, and the target that both are compared with. */
const fusedLoss = (teacher: Tensor, fake: Tensor, target: Tensor, lambda: number): Tensor => {
  const gap = teacher.sub(fake);
  return inner(gap, teacher.sub(target)).sub(squaredNorm(gap).mul(lambda));
};

test.each([
  [0, 1, 0.7],
  [0.5, 0.6, 0.8],
  [1.2, 0.3, 1.5],
])("L2 - %f L1 in x0 is sigma² times the loss in eps, with its gradient in xg", (lambda, alphaBar, betaBar) => {
  const level = levelOf(tf.tensor1d([alphaBar, alphaBar]), tf.tensor1d([betaBar, betaBar]), 2);
  const [xg, eps] = [tf.tensor2d([0.3, -1.1, 0.8, 0.2], [2, 2]), tf.tensor2d([0.5, 1.2, -0.7, 0.1], [2, 2])];
  const [teacher, fake] = [(x: Tensor) => x.mul(0.9).tanh(), (x: Tensor) => x.mul(1.3).add(0.2).sin()];
  const lossOf = (predictsX0: boolean) => (xg: Tensor) => {
    const xt = addNoise(xg, eps, level);
    const convert = (prediction: Tensor) => (predictsX0 ? x0FromEps(prediction, xt, level) : prediction);
    return fusedLoss(convert(teacher(xt)), convert(fake(xt)), convert(eps), lambda).sum();
  };
  const [inEps, inX0] = [tf.valueAndGrad(lossOf(false))(xg), tf.valueAndGrad(lossOf(true))(xg)];
  const squaredSigma = (betaBar / alphaBar) ** 2;
  expect(inX0.value).toBeAllClose(inEps.value.mul(squaredSigma), { rtol: 1e-5 });
  expect(inX0.grad).toBeAllClose(inEps.grad.mul(squaredSigma), { rtol: 1e-4, atol: 1e-5 });
});
