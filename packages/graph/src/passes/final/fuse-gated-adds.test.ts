import { mapParams } from "@tweedie/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add, elementwise, input, mul, reduce, sub } from "../../ir/build.ts";
import { type Graph, nodesOf } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { expectSameValues } from "../../testing/expect-same-values.fixture.ts";
import { uniformArray } from "../../testing/run-graph.ts";
import { fuseGatedAdds } from "./fuse-gated-adds.ts";

const shapes = { x: [3, 2, 16], y: [3, 2, 16], gate: [3, 2, 1], other: [1, 2, 1], column: [16] } as const;
const inputs = mapParams(shapes, (shape, name) => input(name, shape));
const ops = (graph: Graph) => nodesOf(graph).map(({ op }) => op);

/** Sums and differences of products with gates, and with values of similar shapes. */
const randomSums = fc
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

test("preserves the values of random graphs", async () => {
  await fc.assert(
    fc.asyncProperty(randomSums, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(shapes, (shape, name) => uniformArray(seed + name.length, [...shape], -1, 1));
      await expectSameValues(graph, fuseGatedAdds, feeds);
    }),
    { numRuns: 40 },
  );
});

const { x, y, gate, other, column } = inputs as Record<keyof typeof shapes, Node>;
const product = mul(y, gate);

test.each<[string, Node]>([
  ["x + y g", add(x, mul(y, gate))],
  ["g y + x", add(mul(gate, y), x)],
  ["x - y g", sub(x, mul(y, gate))],
])("%s is fused", (_, node) => {
  expect(ops(fuseGatedAdds({ node }))).toContain("GatedAdd");
  expect(ops(fuseGatedAdds({ node }))).not.toContain("Mul");
});

test.each<[string, Graph]>([
  ["a gate that several rows share", { node: add(x, mul(y, other)) }],
  ["a factor for each column", { node: add(x, mul(y, column)) }],
  ["y g - x", { node: sub(mul(y, gate), x) }],
  ["a product with another use", { node: add(x, product), product }],
])("%s is not fused", (_, graph) => expect(ops(fuseGatedAdds(graph))).not.toContain("GatedAdd"));
