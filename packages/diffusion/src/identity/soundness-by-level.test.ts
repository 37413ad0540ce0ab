import type { CoefficientsByLevel } from "@tweedie/core";
import { expect, test } from "vitest";
import { fullTransform, fused } from "./identity-family.ts";
import { objectionsOf } from "./soundness-by-level.ts";
import { soundness } from "./soundness.ts";

const start = { startsAsTeacher: false };
const sigmas = [10, 0.1, 1];
const byLambda =
  (lambda: (sigma: number) => number): CoefficientsByLevel =>
  ({ sigma }) =>
    fused(lambda(sigma));

test("constant coefficients have the objections of their soundness", () => {
  expect(objectionsOf(fused(1.2), sigmas, start)).toEqual(soundness(fused(1.2), start).objections);
});

test("there is no objection if every level is sound", () => {
  expect(
    objectionsOf(
      byLambda((sigma) => Math.min(1, sigma)),
      sigmas,
      start,
    ),
  ).toEqual([]);
});

test("objections state the range of their levels and the smallest basin", () => {
  const rising = byLambda((sigma) => 1 + sigma / 10); // 1.01, 1.1, 2
  expect(objectionsOf(rising, sigmas, start)).toEqual([
    "at the noise levels of sigma 0.1 to 10, taken alone: with lambda 2 a student of more than 2 times the teacher's variance diverges, and a randomly initialised one may be that wide: with lambda from 0.5 to 1 every Gaussian converges",
  ]);
  expect(objectionsOf(rising, sigmas, { startsAsTeacher: true })).toEqual([]);
});

test("objections of different kinds are stated for their own levels", () => {
  const mixed: CoefficientsByLevel = ({ sigma }) => (sigma < 1 ? fused(-1) : sigma > 1 ? fullTransform : fused(1.5));
  expect(objectionsOf(mixed, sigmas, start)).toEqual([
    expect.stringMatching(/^at the noise levels of sigma 0\.1, taken alone: with lambda -1 .* collapses/),
    expect.stringMatching(/^at the noise levels of sigma 1, taken alone: with lambda 1\.5 .* diverges/),
    expect.stringMatching(/^at the noise levels of sigma 10, taken alone: breaks the fixed-point rule/),
  ]);
});
