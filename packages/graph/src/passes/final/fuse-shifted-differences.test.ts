import { mapParams } from "@tweedie/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add, elementwise, fill, input, mul, sub } from "../../ir/build.ts";
import { nodesOf } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { blockSize } from "../../ort/block-size.ts";
import { loadOrt } from "../../ort/session.ts";
import { cpuTarget } from "../../targets/cpu.ts";
import { expectSameValues } from "../../testing/expect-same-values.fixture.ts";
import { uniformArray } from "../../testing/run-graph.ts";
import { optimize } from "../optimize.ts";
import { fuseShiftedDifferences } from "./fuse-shifted-differences.ts";

const block = await blockSize(loadOrt());
const shapes = { x: [256, 256], y: [256, 256], row: [256] } as const;
const inputs = mapParams(shapes, (shape, name) => input(name, shape));
const { x, y, row } = inputs as Record<keyof typeof shapes, Node>;

/** Sums, differences, products and constants. */
const randomDifferences = fc
  .array(fc.tuple(fc.nat(4), fc.nat(), fc.nat()), { minLength: 3, maxLength: 9 })
  .map((growths) => {
    const values = [x, y];
    for (const [op, left, right] of growths) {
      const [a, b] = [values[left % values.length]!, values[right % values.length]!];
      values.push([sub(a, b), add(a, fill(1, [])), add(fill(-2, []), a), mul(a, b), sub(a, row)][op]!);
    }
    return Object.fromEntries(values.slice(-2).map((node, i) => [`y${i}`, elementwise("Tanh")(node)] as const));
  });

// A runtime without the blocked layout cannot run the fused op.
test.skipIf(block === 1)("preserves the values of random graphs", async () => {
  await fc.assert(
    fc.asyncProperty(randomDifferences, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(shapes, (shape, name) => uniformArray(seed + name.length, [...shape], -1, 1));
      await expectSameValues(graph, (each) => fuseShiftedDifferences(each, block), feeds, 1e-5);
    }),
    { numRuns: 20 },
  );
});

test("1 + x - y in the gradient of SiLU is one op", () => {
  const s = elementwise("Sigmoid")(x);
  const gradient = add(mul(y, s), mul(mul(y, x), mul(s, sub(fill(1, []), s))));
  const ops = nodesOf(optimize({ gradient }, cpuTarget(16))).map(({ op }) => op);
  expect(ops.filter((op) => op === "BlockedAffine")).toHaveLength(1);
  expect(ops).not.toContain("Sub");
});

test.each<[string, Node]>([
  ["a difference with a broadcast operand", add(sub(x, row), fill(1, []))],
  ["a sum without a constant", add(sub(x, y), row)],
  ["a small value", add(sub(input("a", [4, 16]), input("b", [4, 16])), fill(1, []))],
  ["a difference with another use", mul(add(sub(x, y), fill(1, [])), sub(x, y))],
])("%s is not fused", (_, node) => {
  expect(nodesOf(optimize({ node }, cpuTarget(16))).map(({ op }) => op)).not.toContain("BlockedAffine");
});
