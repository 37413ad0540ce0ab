import type { Coefficients, Plugin, ScoredBatch } from "@tweedie/core";
import { fused, inner, quadraticIdentity, squaredNorm } from "@tweedie/diffusion";
import {
  bimodalDistillation,
  bimodalTheta,
  make,
  normal,
  scoredBatch,
  exactDistillation,
  scoreLoss,
  testLoss,
} from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import full from "./full.ts";
import left from "./left.ts";
import middleOnly from "./middle-only.ts";
import right from "./right.ts";

const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
const solved = exactDistillation({ ...exact, teacher: exact.distribution(bimodalTheta) });

describe.each<[string, Plugin<"loss">, Coefficients, "narrows" | "widens"]>([
  ["full", full, { aa: 1, ab: 0, ae: -2, bb: 0, be: 1 }, "narrows"],
  ["middle-only", middleOnly, { aa: 1, ab: 0, ae: -2, bb: 1, be: 0 }, "narrows"],
  ["left", left, { aa: 1, ab: -1, ae: -1, bb: 1, be: 0 }, "narrows"],
  ["right", right, { aa: 1, ab: -2, ae: 0, bb: 0, be: 1 }, "widens"],
])("%s", (_, plugin, coefficients, effect) => {
  testLoss(plugin);

  test("equals the Fisher divergence at the optimal fake score, with another gradient", () => {
    const { value, gradient } = scoreLoss(make(plugin), exact, bimodalTheta);
    expect(value).toBeAllClose(exact.fisher(bimodalTheta), { rtol: 1e-4 });
    expect(gradient).toBeAllClose(exact.gradient(coefficients, bimodalTheta), { atol: 1e-4 });
    expect(gradient).not.toBeAllClose(exact.gradient(fused(0), bimodalTheta), { atol: 0.1 });
  });

  test(`${effect} a student that equals the teacher`, () => {
    const { value, gradient } = scoreLoss(make(plugin), solved, bimodalTheta);
    expect(value).toBeAllClose(0, { atol: 1e-4 });
    const ofStd = gradient[1]!;
    expect(effect === "narrows" ? ofStd : -ofStd).toBeGreaterThan(0.1);
  });
});

const batch: ScoredBatch = scoredBatch(normal("xg", [4, 3]));

test("middle-only is |a - ε|² + |b|² - |ε|²", () => {
  const { epsTeacher, epsFake, eps } = batch;
  const squares = squaredNorm(epsTeacher.sub(eps)).add(squaredNorm(epsFake)).sub(squaredNorm(eps));
  expect(make(middleOnly).student(batch)).toBeAllClose(squares, { atol: 1e-4 });
});

test("the sum of left and right is L1 + L2", () => {
  const { epsTeacher, epsFake } = batch;
  const halves = make(left).student(batch).add(make(right).student(batch));
  const gap = epsTeacher.sub(epsFake);
  expect(halves).toBeAllClose(inner(gap, gap).add(quadraticIdentity(fused(0), batch)), { atol: 1e-4 });
});
