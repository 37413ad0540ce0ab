import type { CoefficientsByLevel } from "@tweedie/core";
import { expect, test } from "vitest";
import { multiple } from "./identity-family.fixture.ts";
import { fullTransform, fused } from "./identity-family.ts";
import { objectionsOf } from "./soundness-by-level.ts";
import { soundness } from "./soundness.ts";

const start = { startsAsTeacher: false };
const sigmas = [10, 0.1, 1];
const points = sigmas.map((sigma) => ({ sigma, iteration: 1 }));
const byLambda =
  (lambda: (sigma: number) => number): CoefficientsByLevel =>
  ({ sigma }) =>
    fused(lambda(sigma));

test("constant coefficients have the objections of their soundness", () => {
  expect(objectionsOf(fused(1.2), points, start)).toEqual(soundness(fused(1.2), start).objections);
});

test("there is no objection if every level is sound", () => {
  expect(
    objectionsOf(
      byLambda((sigma) => Math.min(1, sigma)),
      points,
      start,
    ),
  ).toEqual([]);
});

test("objections state the range of their levels and the smallest basin", () => {
  const rising = byLambda((sigma) => 1 + sigma / 10); // 1.01, 1.1, 2
  expect(objectionsOf(rising, points, start)).toEqual([
    "with lambda 2 a student of more than 2 times the teacher's variance diverges, and a randomly initialised one may be that wide: with lambda from 0.5 to 1 every Gaussian converges",
  ]);
  expect(objectionsOf(rising, points, { startsAsTeacher: true })).toEqual([]);
});

test("objections of different kinds are stated for their own levels", () => {
  const mixed: CoefficientsByLevel = ({ sigma }) => (sigma < 1 ? fused(-1) : sigma > 1 ? fullTransform : fused(1.5));
  expect(objectionsOf(mixed, points, start)).toEqual([
    expect.stringMatching(/^at the noise levels of sigma 0\.1, taken alone: with lambda -1 .* collapses/),
    expect.stringMatching(/^at the noise levels of sigma 1, taken alone: with lambda 1\.5 .* diverges/),
    expect.stringMatching(/^at the noise levels of sigma 10, taken alone: breaks the fixed-point rule/),
  ]);
});

test("objections are stated for their own iterations", () => {
  const later: CoefficientsByLevel = ({ iteration }) => fused(iteration < 100 ? 0.5 : 2);
  const times = [1, 100, 200].flatMap((iteration) => sigmas.map((sigma) => ({ sigma, iteration })));
  expect(objectionsOf(later, times, start)).toEqual([
    expect.stringMatching(/^at the iterations 100 to 200, taken alone: with lambda 2 /),
  ]);
});

test("iterations without a loss of the family have no objection, unless all are such", () => {
  const late: CoefficientsByLevel = ({ iteration }) => multiple(iteration < 100 ? 0 : 1, fused(0.5));
  const at = (...iterations: number[]) => iterations.map((iteration) => ({ sigma: 1, iteration }));
  expect(objectionsOf(late, at(1, 100), start)).toEqual([]);
  expect(objectionsOf(late, at(1, 2), start)).toEqual(["has only zero coefficients"]);
});
