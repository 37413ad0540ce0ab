import fc from "fast-check";
import { expect, test } from "vitest";
import { multiple } from "./identity-family.fixture.ts";
import { fullTransform, fused, l1, leftTransform, middleOnly, rightTransform, transformed } from "./identity-family.ts";
import { soundness } from "./soundness.ts";

const random = { startsAsTeacher: false };

test.each([0, 0.5, 1])("L2 - λL1 is sound at λ = %d, and its basin is unbounded", (lambda) => {
  expect(soundness(fused(lambda), random)).toEqual({
    sound: true,
    lambda,
    multiple: 1 - lambda,
    basin: [0, Infinity],
    objections: [],
  });
});

test("λ is found for every positive multiple, and from a transform", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (lambda, factor) => {
        const { sound, lambda: found } = soundness(multiple(factor, fused(lambda)), random);
        expect(sound).toBe(true);
        expect(found).toBeCloseTo(lambda, 9);
      },
    ),
  );
  expect(soundness(transformed({ u: 1, v: 2 }), random).lambda).toBe(0.5);
});

test("there is an objection to λ > 1 for a random initialisation only, and to λ < 0 for any", () => {
  const [fromTeacher, fromRandom] = [true, false].map(
    (startsAsTeacher) => (lambda: number) => soundness(fused(lambda), { startsAsTeacher }).objections,
  );
  expect(fromTeacher!(1.2)).toEqual([]);
  expect(fromRandom!(1.2)).toEqual([
    "with lambda 1.2 a student of more than 6 times the teacher's variance diverges, and a randomly initialised one may be that wide: with lambda from 0.5 to 1 every Gaussian converges",
  ]);
  for (const objections of [fromTeacher!, fromRandom!]) {
    expect(objections(-0.5)).toEqual([
      "with lambda -0.5 a student of less than 0.333 times the teacher's variance collapses: with lambda from 0.5 to 1 every Gaussian converges",
    ]);
  }
});

test.each([
  ["full transform", fullTransform, "(here -1)", "falls to zero"],
  ["middle only", middleOnly, "(here -2)", "falls to zero"],
  ["left", leftTransform, "(here -1)", "falls to zero"],
  ["right", rightTransform, "(here 1)", "converges to 2 times the teacher's, noise included"],
  [
    "three times right",
    transformed({ u: 0, v: 3 }),
    "(here 3)",
    "converges to 2.73 times the teacher's, noise included",
  ],
  [
    "a negative fraction of the middle",
    transformed({ u: -0.5, v: 0, scale: -1 }),
    "(here -1)",
    "converges to 0.382 times the teacher's, noise included",
  ],
  ["half of the middle, negated", transformed({ u: 0.5, v: 0, scale: -1 }), "(here 1)", "grows without bound"],
])("%s breaks the fixed-point rule", (_, coefficients, by, drift) => {
  const { sound, objections } = soundness(coefficients, { startsAsTeacher: true });
  expect(sound).toBe(false);
  expect(objections).toHaveLength(1);
  expect(objections[0]).toContain(`fixed-point rule, ae + be = 0 ${by}`);
  expect(objections[0]).toContain(`variance ${drift}`);
});

test.each([
  ["L1", l1, "a student narrower than the teacher collapses"],
  ["-L1", multiple(-1, l1), "a student wider than the teacher diverges"],
  ["-L2", multiple(-1, fused(0)), "moves away from the teacher"],
  ["zero", multiple(0, l1), "only zero coefficients"],
  ["|a|² - |b|²", { aa: 1, ab: 0, ae: 0, bb: -1, be: 0 }, "breaks the value rule"],
])("%s is unsound", (_, coefficients, objection) => {
  const { sound, objections } = soundness(coefficients, { startsAsTeacher: true });
  expect(sound).toBe(false);
  expect(objections).toHaveLength(1);
  expect(objections[0]).toContain(objection);
});
