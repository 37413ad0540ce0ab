import { expect, test } from "vitest";
import { expectation, gaussHermite } from "./gauss-hermite.ts";
import "../expectations/to-be-all-close.ts";

test("the three-node rule has nodes 0 and ±√3 with weights 2/3 and 1/6", () => {
  const { nodes, weights } = gaussHermite(3);
  expect(nodes).toBeAllClose([-Math.sqrt(3), 0, Math.sqrt(3)], { atol: 1e-12 });
  expect(weights).toBeAllClose([1 / 6, 2 / 3, 1 / 6], { atol: 1e-12 });
});

test("n nodes integrate moments up to degree 2n - 1 exactly", () => {
  const moments = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0];
  const quadrature = gaussHermite(5);
  expect(moments.map((_, power) => expectation(quadrature, (x) => x ** power))).toBeAllClose(moments, { atol: 1e-10 });
});

test("E cos X = exp(-½)", () => {
  expect(expectation(gaussHermite(64), Math.cos)).toBeCloseTo(Math.exp(-0.5), 14);
});
