import { expect, test } from "vitest";
import "../expectations/to-be-all-close.ts";
import { bimodalDistillation, bimodalTheta } from "./bimodal-distillation.ts";
import { exactDistillation } from "./exact-distillation.ts";
import { finiteDifference } from "./finite-difference.ts";
import { expectation } from "./gauss-hermite.ts";
import { mixtureEpsilon } from "./mixture.ts";

test("the divergences of Gaussians are the textbook's", () => {
  const exact = exactDistillation({
    teacher: { means: [[0]], weights: [1], std: 1 },
    generate: ([mean, std], z) => mean! + std! * z,
    level: { alphaBar: 1, betaBar: 1 },
  });
  const [mean, std] = [0.4, 0.5];
  const [S, s] = [1 + 1, std ** 2 + 1];
  expect(exact.kl([mean, std])).toBeCloseTo((s / S - 1 - Math.log(s / S) + mean ** 2 / S) / 2, 6);
  // a - b = x/S - (x - mean)/s with x ~ N(mean, s)
  expect(exact.fisher([mean, std])).toBeCloseTo((mean / S) ** 2 + s * (1 / S - 1 / s) ** 2, 6);
});

test("the gradient of the KL divergence is E[(a - b) ∂xt] / betaBar", () => {
  const level = { alphaBar: 0.8, betaBar: 0.6 };
  const { teacher, kl, epsFake, generate, latents, noise } = bimodalDistillation(level);
  const fake = epsFake(bimodalTheta);
  const gradient = finiteDifference(
    (moved) =>
      expectation(latents, (z) =>
        expectation(noise, (e) => {
          const xt = level.alphaBar * generate(bimodalTheta, z) + level.betaBar * e;
          const difference = mixtureEpsilon(teacher, [xt], level)[0]! - fake(xt);
          return (difference * level.alphaBar * generate(moved, z)) / level.betaBar;
        }),
      ),
    bimodalTheta,
  );
  expect(gradient).toBeAllClose(finiteDifference(kl, bimodalTheta), { atol: 1e-5 });
});

test("the gradient of each loss is the finite difference of its value with a constant fake score", () => {
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
  const fake = exact.epsFake([0.1, 0.5, 0.2]);
  const coefficients = { aa: 0.3, ab: 1.2, ae: -0.7, bb: 0.4, be: 2 };
  const differences = finiteDifference((moved) => exact.loss(coefficients, moved, fake), bimodalTheta);
  expect(exact.gradient(coefficients, bimodalTheta, fake)).toBeAllClose(differences, { atol: 1e-8 });
});
