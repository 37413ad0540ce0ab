import { tf, type Level } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { mixtureEpsilon } from "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addNoise } from "../levels/add-noise.ts";
import { edmFromEps, epsFromEdm } from "../preconditioning/edm.ts";
import { levelOf } from "../levels/level.ts";
import { epsFromScore, epsFromV, epsFromX0, scoreFromEps, vFromEps, x0FromEps } from "./parameterisations.ts";
import { squaredNorm } from "../per-sample.ts";

const sigmaData = 0.5;

/** Each parameterisation: the conversion from the noise, its inverse, and the ratio of its errors to those of the noise. */
const conversions: readonly (readonly [
  string,
  (eps: Tensor, xt: Tensor, level: Level) => Tensor,
  (output: Tensor, xt: Tensor, level: Level) => Tensor,
  (alphaBar: number, betaBar: number) => number,
])[] = [
  ["x0", x0FromEps, epsFromX0, (alphaBar, betaBar) => betaBar / alphaBar],
  ["v", vFromEps, epsFromV, (alphaBar, betaBar) => (alphaBar ** 2 + betaBar ** 2) / alphaBar],
  [
    "score",
    (eps, _, level) => scoreFromEps(eps, level),
    (score, _, level) => epsFromScore(score, level),
    (_, betaBar) => 1 / betaBar,
  ],
  [
    "EDM's F",
    (eps, xt, level) => edmFromEps(eps, xt, level, sigmaData),
    (f, xt, level) => epsFromEdm(f, xt, level, sigmaData),
    (alphaBar, betaBar) => Math.hypot(betaBar, alphaBar * sigmaData) / (alphaBar * sigmaData),
  ],
];

const element = fc.double({ min: -2, max: 2, noNaN: true });
const amplitude = fc.double({ min: 0.1, max: 1, noNaN: true });
const vector = fc.array(element, { minLength: 3, maxLength: 3 });
const levelAt = (alphaBar: number, betaBar: number) => levelOf(tf.tensor1d([alphaBar]), tf.tensor1d([betaBar]), 2);
const row = (numbers: readonly number[]) => tf.tensor2d([[...numbers]]);

describe.each(conversions)("%s", (_, to, from, errorRatio) => {
  test("the conversions are inverse to each other at any amplitudes", () => {
    fc.assert(
      fc.property(vector, vector, amplitude, amplitude, (noise, sample, alphaBar, betaBar) => {
        const [eps, xt, level] = [row(noise), row(sample), levelAt(alphaBar, betaBar)];
        expect(from(to(eps, xt, level), xt, level)).toBeAllClose(eps, { atol: 1e-4 });
      }),
      { numRuns: 50 },
    );
  });

  test("gradients of the squared error are those of the noise's times the squared ratio", () => {
    fc.assert(
      fc.property(vector, vector, vector, amplitude, amplitude, (noise, sample, guess, alphaBar, betaBar) => {
        const [eps, xt, level] = [row(noise), row(sample), levelAt(alphaBar, betaBar)];
        const ofNoise = tf.grad((guess) => squaredNorm(guess.sub(eps)))(row(guess));
        const ofOutput = tf.grad((guess) => squaredNorm(to(guess, xt, level).sub(to(eps, xt, level))))(row(guess));
        expect(ofOutput.div(errorRatio(alphaBar, betaBar) ** 2)).toBeAllClose(ofNoise, { atol: 1e-3, rtol: 1e-3 });
      }),
      { numRuns: 20 },
    );
  });
});

test("the added noise yields the clean sample", () => {
  const [x0, eps, level] = [row([0.3, -1.2]), row([0.9, 0.1]), levelAt(0.6, 0.8)];
  expect(x0FromEps(eps, addNoise(x0, eps, level), level)).toBeAllClose(x0);
  expect(vFromEps(eps, addNoise(x0, eps, level), level)).toBeAllClose(eps.mul(0.6).sub(x0.mul(0.8)));
});

test("Tweedie's formula: E[x0 | xt] = (xt + betaBar² ∇log p(xt)) / alphaBar", () => {
  const [mean, std, alphaBar, betaBar, x] = [0.7, 0.4, 0.8, 0.6, -0.3];
  const posterior = mean + ((alphaBar * std ** 2) / (alphaBar ** 2 * std ** 2 + betaBar ** 2)) * (x - alphaBar * mean);
  const eps = mixtureEpsilon({ means: [[mean]], weights: [1], std }, [x], { alphaBar, betaBar });
  expect(x0FromEps(row(eps), row([x]), levelAt(alphaBar, betaBar))).toBeAllClose([posterior]);
});
