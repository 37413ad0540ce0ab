import { expect, test } from "vitest";
import { add, div, elementwise, fill, input, mul, neg, reshape, sub, transpose, where } from "../../ir/build.ts";
import { nodesOf } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { optimize } from "../optimize.ts";

const x = input("x", [4, 3]);
const y = input("y", [4, 3]);

test.each<[string, Node]>([
  ["x * 1", mul(x, fill(1, [4, 3]))],
  ["x + 0", add(x, fill(0, [3]))],
  ["x - 0", sub(x, fill(0, []))],
  ["x / 1", div(x, fill(1, []))],
  ["x ^ 1", elementwise("Pow")(x, fill(1, []))],
  ["--x", neg(neg(x))],
  ["0 - (0 - x)", sub(fill(0, []), sub(fill(0, []), x))],
  ["a reshape and its inverse", reshape(reshape(x, [2, 6]), [4, 3])],
  ["a transpose and its inverse", transpose(transpose(x, [1, 0]), [1, 0])],
  ["(x * 2) * 0.5", mul(mul(x, fill(2, [])), fill(0.5, [4, 3]))],
  ["where(true, x, y)", where(fill(1, [4, 3], "bool"), x, y)],
])("%s is x", (_, node) => {
  expect(Object.values(optimize({ node }))[0]).toBe(x);
});

test("x * 0 is a broadcast constant", () => {
  const ops = nodesOf(optimize({ node: mul(x, fill(0, [])) })).map(({ op }) => op);
  expect(ops).toEqual(["Constant", "Expand"]);
});
