import { expect, test } from "vitest";
import { add, broadcast, exp, expand, fill, input, mul, reduce, reshape } from "../../ir/build.ts";
import { type Graph, nodesOf } from "../../ir/graph.ts";
import { optimize } from "../optimize.ts";

const opsOf = (graph: Graph) => nodesOf(graph).map(({ op }) => op).sort(); // prettier-ignore

test("the gradient of a sum is never a whole tensor", () => {
  const gradient = mul(reshape(input("dy", []), [1, 1]), fill(1, [4, 3]));
  expect(opsOf(optimize({ node: mul(gradient, input("x", [4, 3])) }))).toEqual(["Input", "Input", "Mul", "Reshape"]);
});

test("an op on a broadcast value computes the small value", () => {
  const node = exp(broadcast(input("row", [3]), [4, 3]));
  const small = nodesOf(optimize({ node })).find(({ op }) => op === "Exp");
  expect(small?.shape).toEqual([3]);
});

test("only those broadcast axes are expanded that a reshape merges with others", () => {
  const node = reshape(broadcast(input("scale", [2, 1, 3, 1]), [2, 8, 3, 5]), [2, 8, 15]);
  const nodes = nodesOf(optimize({ node: add(node, input("z", [2, 8, 15])) }));
  const expanded = nodes.filter(({ op }) => op === "Expand").map(({ shape }) => shape);
  expect(expanded).toEqual([[2, 1, 3, 5]]);
});

test("a sum over a broadcast axis is a product with its extent", () => {
  const node = reduce("ReduceSum", expand(input("row", [3]), [4, 3]), 0);
  expect(opsOf(optimize({ node })).filter((op) => op !== "Reshape")).toEqual(["Constant", "Input", "Mul"]);
});
