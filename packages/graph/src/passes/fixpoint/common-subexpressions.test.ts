import { expect, test } from "vitest";
import { add, constant, input, mul } from "../../ir/build.ts";
import { nodesOf } from "../../ir/graph.ts";
import { optimize } from "../optimize.ts";

const x = input("x", [4, 3]);
const y = input("y", [4, 3]);

test("an expression is computed once, whatever the order of the terms of its sums", () => {
  const graph = optimize({ node: mul(add(x, y), add(y, x)) });
  expect(nodesOf(graph).filter(({ op }) => op === "Add")).toHaveLength(1);
});

test("constants that differ in infinities, NaN or the sign of zero are not merged", () => {
  const values = [Infinity, -Infinity, NaN, 0, -0].map((value, i) => [`y${i}`, constant([value, 1], [2])] as const);
  expect(nodesOf(optimize(Object.fromEntries(values)))).toHaveLength(5);
});
