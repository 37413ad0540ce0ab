import { fused, quadraticIdentity } from "@tweedie/diffusion";
import {
  bimodalDistillation,
  bimodalTheta,
  finiteDifference,
  gaussHermite,
  make,
  normal,
  scoredBatch,
  exactDistillation,
  scoreLoss,
  testLoss,
} from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import pseudoHuber from "./pseudo-huber.ts";

testLoss(pseudoHuber);
testLoss(pseudoHuber, { options: { c: 1, lambda: 0.5 } });

testLoss(pseudoHuber, { options: { lambda: { sigma: [0.1, 1], values: [1, 0.5] } } });

const setup = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
const exact = exactDistillation(setup, setup.latents, gaussHermite(160)); // the square root needs many nodes

describe.each([0.5, 2])("with the optimal fake score, at c = %d", (c) => {
  const distance = (a: number, b: number) => Math.sqrt((a - b) ** 2 + c ** 2) - c;
  const divergence = (theta: readonly number[]) => exact.mean(theta, exact.epsFake(theta), distance);
  const gradient = (lambda: number) =>
    scoreLoss(make(pseudoHuber, { options: { c, lambda } }), exact, bimodalTheta).gradient;

  test("the gradient at λ = 1 is that of the distance with frozen samples", () => {
    const frozen = finiteDifference((moved) => exact.mean(bimodalTheta, exact.epsFake(moved), distance), bimodalTheta);
    expect(gradient(1)).toBeAllClose(frozen, { atol: 1e-4 });
    expect(Math.hypot(...frozen)).toBeGreaterThan(0.05);
  });

  test("the gradient at λ = ½ is that of the distance", () => {
    expect(gradient(0.5)).toBeAllClose(finiteDifference(divergence, bimodalTheta), { atol: 1e-4 });
  });

  test("the value at λ = ½ is the distance", () => {
    const { value } = scoreLoss(make(pseudoHuber, { options: { c, lambda: 0.5 } }), exact, bimodalTheta);
    expect(value).toBeAllClose(divergence(bimodalTheta), { atol: 1e-4 });
  });

  test.each([0, 0.5, 1, 1.2])("the gradient is zero where student and teacher agree, at λ = %d", (lambda) => {
    const solved = exactDistillation({ ...setup, teacher: exact.distribution(bimodalTheta) });
    const { gradient } = scoreLoss(make(pseudoHuber, { options: { c, lambda } }), solved, bimodalTheta);
    expect(gradient).toBeAllClose([0, 0, 0], { atol: 1e-4 });
  });
});

test("for large c the loss is (L2 - λL1) / (c √d)", () => {
  const batch = scoredBatch(normal("xg", [4, 3]));
  const [c, lambda] = [30, 0.7];
  const value = make(pseudoHuber, { options: { c, lambda } }).student(batch);
  const expected = quadraticIdentity(fused(lambda), batch);
  expect(value.mul(c * Math.sqrt(3))).toBeAllClose(expected, { atol: 0.02, rtol: 0.01 });
});

test("λ of a noise level is that of the table", () => {
  const lambda = { sigma: [0.01, 100], values: [0.75, 0.75] };
  const batch = scoredBatch(normal("xg", [4, 3]));
  const [table, number] = [lambda, 0.75].map((each) => make(pseudoHuber, { options: { lambda: each } }).student(batch));
  expect(table!).toBeAllClose(number!);
});
