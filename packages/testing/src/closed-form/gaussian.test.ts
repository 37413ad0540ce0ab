import { tf } from "@tweedie/core";
import { addNoise, inner, levelOf } from "@tweedie/diffusion";
import { expect, test } from "vitest";
import { gaussHermite } from "./gauss-hermite.ts";
import { gaussianDenoiser, gaussianParams, gaussianStudent } from "./gaussian.ts";
import { mixtureEpsilon } from "./mixture.ts";
import "../expectations/to-be-all-close.ts";
import { tensorsOf } from "../stand-ins/weights.ts";

const params = tensorsOf(gaussianParams([0.5], 0.8));
const { nodes, weights } = gaussHermite(8);
const grid = nodes.flatMap((z, i) => nodes.map((e, j) => ({ z, e, weight: weights[i]! * weights[j]! })));
const column = (f: (point: (typeof grid)[number]) => number) => tf.tensor2d(grid.map((point) => [f(point)]));
const level = levelOf(tf.fill([64], 0.8), tf.fill([64], 0.6), 2);

test("the denoiser equals that of a mixture of one component", () => {
  const exact = mixtureEpsilon({ means: [[0.5]], weights: [1], std: 0.8 }, [1.3], { alphaBar: 0.8, betaBar: 0.6 });
  const one = levelOf(tf.tensor1d([0.8]), tf.tensor1d([0.6]), 2);
  expect(
    gaussianDenoiser([1])
      .epsilon(params, tf.tensor2d([[1.3]]), one)
      .flatten(),
  ).toBeAllClose(exact);
});

test("the denoiser is optimal for the student of the same weights: E<f(xt), ε_ψ*> = E<f(xt), ε>", () => {
  const eps = column(({ e }) => e);
  const xt = addNoise(
    gaussianStudent([1]).generate(
      params,
      column(({ z }) => z),
    ),
    eps,
    level,
  );
  const field = xt.pow(3).sub(xt).add(2);
  const mean = (x: ReturnType<typeof inner>) => x.mul(column(({ weight }) => weight).flatten()).sum();
  const predicted = mean(inner(field, gaussianDenoiser([1]).epsilon(params, xt, level)));
  expect(predicted).toBeAllClose(mean(inner(field, eps)), { rtol: 1e-4 });
});
