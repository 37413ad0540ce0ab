import { mapParams } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add, elementwise, input, mul, reduce, sub } from "../ir/build.ts";
import { type Graph, nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { runGraph, uniform } from "../testing/run-graph.ts";
import { gatedSums } from "./gated-sums.ts";

const shapes = { x: [3, 2, 16], y: [3, 2, 16], gate: [3, 2, 1], other: [1, 2, 1], column: [16] } as const;
const inputs = mapParams(shapes, (shape, name) => input(name, shape));
const ops = (graph: Graph) => nodesOf(graph).map(({ op }) => op);

/** Sums and differences of products with rows, and of what is like them. */
const random = fc
  .array(fc.tuple(fc.nat(4), fc.nat(), fc.nat(), fc.nat()), { minLength: 2, maxLength: 8 })
  .map((growths) => {
    const whole: Node[] = [inputs.x!, inputs.y!];
    const gates: Node[] = [inputs.gate!, inputs.other!, inputs.column!];
    for (const [op, left, right, third] of growths) {
      const [a, b] = [whole[left % whole.length]!, whole[right % whole.length]!];
      const product = mul(b, gates[third % gates.length]!);
      if (op === 0) gates.push(reduce("ReduceMean", product, -1, true));
      else
        whole.push([add(a, product), add(product, a), sub(a, product), sub(product, elementwise("Tanh")(a))][op - 1]!);
    }
    return Object.fromEntries(whole.slice(-3).map((node, i) => [`y${i}`, node] as const));
  });

test("keeps the values of random graphs of rows", async () => {
  await fc.assert(
    fc.asyncProperty(random, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(shapes, (shape, name) => uniform(seed + name.length, [...shape], -1, 1));
      const [before, after] = [await runGraph(graph, feeds), await runGraph(gatedSums(graph), feeds)];
      for (const [name, value] of Object.entries(before))
        expect(after[name]).toBeAllClose(value, { rtol: 1e-4, atol: 1e-4 });
    }),
    { numRuns: 40 },
  );
});

const { x, y, gate, other, column } = inputs as Record<keyof typeof shapes, Node>;
const product = mul(y, gate);

test.each<[string, Node]>([
  ["added", add(x, mul(y, gate))],
  ["added in front", add(mul(gate, y), x)],
  ["subtracted", sub(x, mul(y, gate))],
])("a product with rows that is %s is one pass", (_, node) => {
  expect(ops(gatedSums({ node }))).toContain("GatedAdd");
  expect(ops(gatedSums({ node }))).not.toContain("Mul");
});

test.each<[string, Graph]>([
  ["a gate that is the same for several rows", { node: add(x, mul(y, other)) }],
  ["a factor of columns", { node: add(x, mul(y, column)) }],
  ["what a product is subtracted from", { node: sub(mul(y, gate), x) }],
  ["a product that is a result too", { node: add(x, product), product }],
])("%s is not", (_, graph) => expect(ops(gatedSums(graph))).not.toContain("GatedAdd"));
