import { mapParams } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { add, concat, exp, fill, input, matMul, mul, pad, reduce, slice, sliceAxis } from "../../ir/build.ts";
import { nodesOf } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { expectSameValues } from "../../testing/expect-same-values.fixture.ts";
import { uniformArray } from "../../testing/run-graph.ts";
import { optimize } from "../optimize.ts";
import { bottomUp } from "../rewriting/rule.ts";
import { hoistSlices } from "./hoist-slices.ts";

const x = input("x", [4, 3]);
const y = input("y", [4, 2]);
const joined = concat([x, y], 1);
const padded = pad(x, [1, 2], [0, 1]);
const opsOf = (node: Node) => nodesOf({ node }).map(({ op }) => op);

describe("a slice", () => {
  test.each<[string, Node, Node]>([
    ["of the first of two inputs", slice(joined, [1, 0], [2, 2]), slice(x, [1, 0], [2, 2])],
    ["of the second of two inputs", slice(joined, [1, 4], [2, 1]), slice(y, [1, 1], [2, 1])],
    ["that is the second input", sliceAxis(joined, 1, 3, 2), y],
    ["that is the padded value", slice(padded, [1, 2], [4, 3]), x],
    ["of the padded value", slice(padded, [2, 3], [2, 1]), slice(x, [1, 1], [2, 1])],
    ["of the padding before", sliceAxis(padded, 0, 0, 1), fill(0, [1, 6])],
    ["of the padding after", sliceAxis(padded, 1, 5, 1), fill(0, [5, 1])],
  ])("%s is hoisted", async (_, node, expected) => {
    const feeds = mapParams({ x: [4, 3], y: [4, 2] }, (shape) => uniformArray(1, shape));
    await expectSameValues({ node }, bottomUp(hoistSlices), feeds, 0);
    expect(opsOf(hoistSlices(node))).toEqual(opsOf(expected));
  });

  test.each<[string, Node]>([
    ["of both inputs", slice(joined, [0, 2], [4, 2])],
    ["of the padded value and its padding", slice(padded, [0, 2], [3, 2])],
    ["of every second element", slice(joined, [0, 0], [4, 1], [1, 2])],
    ["of a reflection", slice(paddedBy("reflect"), [0, 0], [1, 3])],
  ])("%s is not hoisted", (_, node) => expect(hoistSlices(node)).toBe(node));
});

function paddedBy(mode: "reflect"): Node {
  const node = pad(x, [1, 1], [1, 1]);
  return { ...node, attrs: { ...node.attrs, mode } } as Node;
}

test("a column that no result uses is not computed, nor its gradient", () => {
  const [used, unused] = [input("used", [3, 1]), input("unused", [3, 1])];
  const columns = concat([matMul(x, used), exp(matMul(x, unused))], 1);
  const gradient = pad(fill(1, [4, 1]), [0, 0], [0, 1]); // of the sum of the first column, with respect to both columns
  const graph = optimize({
    value: reduce("ReduceSum", sliceAxis(columns, 1, 0, 1)),
    gradient: matMul(x, mul(sliceAxis(gradient, 1, 1, 1), sliceAxis(columns, 1, 1, 1)), true),
    other: add(sliceAxis(gradient, 1, 0, 1), sliceAxis(gradient, 1, 1, 1)),
  });
  const inputs = nodesOf(graph).flatMap(({ op, attrs }) => (op === "Input" ? [attrs.name] : []));
  expect(inputs).toEqual(["x", "used"]);
});
