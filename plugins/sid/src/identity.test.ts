import type { Coefficients } from "@tweedie/core";
import {
  fixedPointRule,
  fullTransform,
  fused,
  l1,
  leftTransform,
  middleOnly,
  rightTransform,
} from "@tweedie/diffusion";
import { bimodalDistillation, bimodalTheta, make, exactDistillation, scoreLoss, testLoss } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import identity from "./identity.ts";

testLoss(identity, { options: { preset: "exact" } });
testLoss(identity, { options: { transform: { u: 0.3, v: -0.7, scale: 2 } } });
testLoss(identity, { options: { coefficients: { aa: 0.3, ab: 1.2, ae: -0.7, bb: 0.4, be: 2 } } });

testLoss(identity, {
  options: { coefficients: { aa: 0.3, ab: { sigma: [0.1, 2], values: [1, -1] }, ae: -0.7, bb: 0.4, be: 2 } },
});

const presets: Readonly<Record<string, Coefficients>> = {
  l1,
  l2: fused(0),
  exact: fused(0.5),
  "frozen-law": fused(1),
  sid: fused(1.2),
  full: fullTransform,
  "middle-only": middleOnly,
  left: leftTransform,
  right: rightTransform,
};

describe.each(Object.entries(presets))("preset %s", (preset, coefficients) => {
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
  const loss = make(identity, { options: { preset } });

  test("has the value and gradient of its coefficients at the optimal fake score, held constant", () => {
    const { value, gradient } = scoreLoss(loss, exact, bimodalTheta);
    expect(value).toBeAllClose(coefficients.aa * exact.fisher(bimodalTheta), { atol: 1e-4 });
    expect(gradient).toBeAllClose(exact.gradient(coefficients, bimodalTheta), { atol: 1e-4 });
  });

  test(`the gradient is ${fixedPointRule(coefficients) ? "zero" : "not zero"} where student and teacher agree`, () => {
    const solved = exactDistillation({ ...exact, teacher: exact.distribution(bimodalTheta) });
    const size = Math.hypot(...scoreLoss(loss, solved, bimodalTheta).gradient);
    if (fixedPointRule(coefficients)) expect(size).toBeLessThan(1e-4);
    else expect(size).toBeGreaterThan(0.1);
  });
});

test("all presets are tested", () => {
  const { properties } = identity.options.toJSONSchema({ io: "input" });
  expect(properties!["preset"]).toMatchObject({ enum: Object.keys(presets) });
});

test("the transform (u, v) = (1, 2) is twice L2 - ½L1", () => {
  const { coefficients } = make(identity, { options: { transform: { u: 1, v: 2, scale: 0.5 } } });
  expect(typeof coefficients).toBe("object");
  expect(Object.values(coefficients!)).toBeAllClose(Object.values(fused(0.5)));
});

test.each([
  ["none of the options", {}],
  ["two of the options", { preset: "l1", transform: { u: 0, v: 0 } }],
])("refuses %s, and names them", (_, options) => {
  const { error } = identity.options.safeParse(options);
  expect(error?.issues.map(({ message }) => message)).toEqual([
    "give exactly one of `preset`, `coefficients` and `transform`",
  ]);
});

test.each([
  ["an unknown preset", { preset: "l3" }],
  ["a missing coefficient", { coefficients: { aa: 1, ab: 1, ae: 1, bb: 1 } }],
  ["an unknown coefficient", { coefficients: { aa: 1, ab: 1, ae: 1, bb: 1, be: 1, ee: 1 } }],
])("refuses %s", (_, options) => {
  expect(identity.options.safeParse(options).success).toBe(false);
});
