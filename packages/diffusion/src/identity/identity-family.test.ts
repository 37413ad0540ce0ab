import { type Coefficients, tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { family, lambdas } from "./identity-family.fixture.ts";
import {
  fixedPointRule,
  fullTransform,
  fused,
  l1,
  leftTransform,
  middleOnly,
  quadraticIdentity,
  rightTransform,
  transformed,
  valueRule,
} from "./identity-family.ts";

const weight = fc.double({ min: -2, max: 2, noNaN: true });

describe("rules", () => {
  test("the full transform, middle only, left and right break the fixed-point rule; the sum of left and right, L1 + L2, does not", () => {
    const broken = family.filter(([, row]) => !fixedPointRule(row)).map(([name]) => name);
    expect(broken).toEqual(["full transform", "middle only", "left", "right"]);
    for (const name of Object.keys(l1) as (keyof Coefficients)[]) {
      expect(leftTransform[name] + rightTransform[name]).toBe(l1[name] + fused(0)[name]);
    }
  });

  test.each([
    ["L1", 0, 0, l1],
    ["L2", 0.5, 1, fused(0)],
    ["left", 0.5, 0, leftTransform],
    ["right", 0, 1, rightTransform],
    ["middle only", 1, 0, middleOnly],
    ["full transform", 1, 1, fullTransform],
  ])("%s transforms u = %d of the middle term and v = %d of the last", (_, u, v, coefficients) => {
    expect(Object.values(transformed({ u, v }))).toBeAllClose(Object.values(coefficients));
  });

  test("every transform satisfies the value rule, and the fixed-point rule if v = 2u: L2 - λL1 at u = ½/(1 - λ)", () => {
    fc.assert(
      fc.property(weight, weight, weight, (u, v, scale) => {
        expect(valueRule(transformed({ u, v, scale }))).toBe(true);
        expect(fixedPointRule(transformed({ u, v: 2 * u, scale }))).toBe(true);
      }),
    );
    expect(fixedPointRule(transformed({ u: 0.5, v: 0.9 }))).toBe(false);
    for (const lambda of lambdas.filter((lambda) => lambda !== 1)) {
      const [u, scale] = [0.5 / (1 - lambda), 1 - lambda];
      expect(Object.values(transformed({ u, v: 2 * u, scale }))).toBeAllClose(Object.values(fused(lambda)));
    }
  });

  test("the losses that satisfy both rules are be L2 + bb L1", () => {
    fc.assert(
      fc.property(weight, weight, (be, bb) => {
        const aa = bb + be;
        const both: Coefficients = { aa, ab: be - 2 * aa, ae: -be, bb, be };
        expect(valueRule(both) && fixedPointRule(both)).toBe(true);
        const names = Object.keys(both) as (keyof Coefficients)[];
        const combined = names.map((name) => be * fused(0)[name] + bb * l1[name]);
        expect(names.map((name) => both[name])).toBeAllClose(combined);
      }),
    );
    expect(valueRule({ ...l1, ab: -1 })).toBe(false);
    expect(valueRule({ ...l1, be: 1 })).toBe(false);
  });

  test("L2 - ½L1 = ½(|a - ε|² - |b - ε|²): with the fake score's loss a zero-sum game", () => {
    expect(fused(0.5)).toEqual({ aa: 0.5, ab: 0, ae: -1, bb: -0.5, be: 1 });
  });
});

test("quadraticIdentity is the sum of products of each sample", () => {
  const [epsTeacher, epsFake, eps] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, -1]]), tf.tensor2d([[0.5, 4]])];
  const value = quadraticIdentity({ aa: 2, ab: 3, ae: 5, bb: 7, be: 11 }, { epsTeacher, epsFake, eps });
  expect(value).toBeAllClose([2 * 5 + 3 * 1 + 5 * 8.5 + 7 * 10 + 11 * -2.5]);
});
