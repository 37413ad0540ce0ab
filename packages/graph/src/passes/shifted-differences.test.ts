import { mapParams } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add, elementwise, fill, input, mul, sub } from "../ir/build.ts";
import { nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { blockSize } from "../ort/block.ts";
import { loadOrt } from "../ort/session.ts";
import { runGraph, uniform } from "../testing/run-graph.ts";
import { optimize } from "./passes.ts";
import { shiftedDifferences } from "./shifted-differences.ts";

const block = await blockSize(loadOrt());
const shapes = { x: [256, 512], y: [256, 512], row: [512] } as const;
const inputs = mapParams(shapes, (shape, name) => input(name, shape));
const { x, y, row } = inputs as Record<keyof typeof shapes, Node>;

/** Sums, differences, products and numbers. */
const random = fc.array(fc.tuple(fc.nat(4), fc.nat(), fc.nat()), { minLength: 3, maxLength: 9 }).map((growths) => {
  const values = [x, y];
  for (const [op, left, right] of growths) {
    const [a, b] = [values[left % values.length]!, values[right % values.length]!];
    values.push([sub(a, b), add(a, fill(1, [])), add(fill(-2, []), a), mul(a, b), sub(a, row)][op]!);
  }
  return Object.fromEntries(values.slice(-2).map((node, i) => [`y${i}`, elementwise("Tanh")(node)] as const));
});

// Without blocks in the runtime there is nothing to run them on.
test.skipIf(block === 1)("keeps the values of random graphs", async () => {
  await fc.assert(
    fc.asyncProperty(random, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(shapes, (shape, name) => uniform(seed + name.length, [...shape], -1, 1));
      const [before, after] = [await runGraph(graph, feeds), await runGraph(shiftedDifferences(graph, block), feeds)];
      for (const [name, value] of Object.entries(before)) {
        expect(after[name]).toBeAllClose(value, { rtol: 1e-5, atol: 1e-5 });
      }
    }),
    { numRuns: 20 },
  );
});

test("the gradient of SiLU has one pass for 1 + x - y", () => {
  const s = elementwise("Sigmoid")(x);
  const gradient = add(mul(y, s), mul(mul(y, x), mul(s, sub(fill(1, []), s))));
  const ops = nodesOf(optimize({ gradient }, { block: 16 })).map(({ op }) => op);
  expect(ops.filter((op) => op === "BlockedAffine")).toHaveLength(1);
  expect(ops).not.toContain("Sub");
});

test.each<[string, Node]>([
  ["a difference of what is broadcast", add(sub(x, row), fill(1, []))],
  ["a sum with no number", add(sub(x, y), row)],
  ["small values", add(sub(input("a", [4, 16]), input("b", [4, 16])), fill(1, []))],
  ["a difference that is needed itself", mul(add(sub(x, y), fill(1, [])), sub(x, y))],
])("%s is left as it is", (_, node) => {
  expect(nodesOf(optimize({ node }, { block: 16 })).map(({ op }) => op)).not.toContain("BlockedAffine");
});
