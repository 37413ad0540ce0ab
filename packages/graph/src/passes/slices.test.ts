import { mapParams } from "@tweedie/core";
import "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { add, concat, exp, fill, input, matMul, mul, pad, reduce, slice, sliceAxis } from "../ir/build.ts";
import { nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { runGraph, uniform } from "../testing/run-graph.ts";
import { optimize } from "./passes.ts";
import { slices } from "./slices.ts";

const x = input("x", [4, 3]);
const y = input("y", [4, 2]);
const joined = concat([x, y], 1);
const padded = pad(x, [1, 2], [0, 1]);
const ones = [1, 1];

describe("a part is taken", () => {
  test.each<[string, Node, Node]>([
    ["from the first of two", slice(joined, [1, 0], [2, 2]), slice(x, [1, 0], [2, 2])],
    ["from the second of two", slice(joined, [1, 4], [2, 1]), slice(y, [1, 1], [2, 1])],
    ["as the whole second", sliceAxis(joined, 1, 3, 2), y],
    ["as what was padded", slice(padded, [1, 2], [4, 3]), x],
    ["from what was padded", slice(padded, [2, 3], [2, 1]), slice(x, [1, 1], [2, 1])],
    ["from the padding before", sliceAxis(padded, 0, 0, 1), fill(0, [1, 6])],
    ["from the padding after", sliceAxis(padded, 1, 5, 1), fill(0, [5, 1])],
  ])("%s", async (_, node, expected) => {
    const feeds = mapParams({ x: [4, 3], y: [4, 2] }, (shape) => uniform(1, shape));
    const [before, after] = [await runGraph({ node }, feeds), await runGraph({ node: slices(node) }, feeds)];
    expect(after["node"]!).toBeAllClose(before["node"]!, { atol: 0, rtol: 0 });
    expect(nodesOf({ node: slices(node) }).map(({ op }) => op)).toEqual(
      nodesOf({ node: expected }).map(({ op }) => op),
    );
  });

  test.each<[string, Node]>([
    ["of two inputs", slice(joined, [0, 2], [4, 2])],
    ["of what was padded and its padding", slice(padded, [0, 2], [3, 2])],
    ["of every second element", slice(joined, [0, 0], [4, 1], [1, 2])],
    ["of a reflection", slice(paddedBy("reflect"), [0, 0], [1, 3])],
  ])("not %s", (_, node) => expect(slices(node)).toBe(node));
});

function paddedBy(mode: "reflect"): Node {
  const node = pad(x, ones, ones);
  return { ...node, attrs: { ...node.attrs, mode } } as Node;
}

test("a network whose column nobody reads is not computed, nor its gradient", () => {
  const [used, unused] = [input("used", [3, 1]), input("unused", [3, 1])];
  const columns = concat([matMul(x, used), exp(matMul(x, unused))], 1);
  const gradient = pad(fill(1, [4, 1]), [0, 0], [0, 1]); // of the first column's sum, in all columns
  const graph = optimize({
    value: reduce("ReduceSum", sliceAxis(columns, 1, 0, 1)),
    gradient: matMul(x, mul(sliceAxis(gradient, 1, 1, 1), sliceAxis(columns, 1, 1, 1)), true),
    other: add(sliceAxis(gradient, 1, 0, 1), sliceAxis(gradient, 1, 1, 1)),
  });
  const inputs = nodesOf(graph).flatMap(({ op, attrs }) => (op === "Input" ? [attrs.name] : []));
  expect(inputs).toEqual(["x", "used"]);
});
