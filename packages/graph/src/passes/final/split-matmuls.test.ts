import { mapParams } from "@tweedie/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add, input, matMul, mul, reshape, sliceAxis, transpose } from "../../ir/build.ts";
import { type Graph, nodesOf } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { expectSameValues } from "../../testing/expect-same-values.fixture.ts";
import { uniformArray } from "../../testing/run-graph.ts";
import { splitMatMuls } from "./split-matmuls.ts";

const [images, tokens, parts, heads, size] = [64, 32, 3, 4, 16] as const;
const shapes = { x: [images * tokens, 8], weights: [8, parts * heads * size], bias: [parts * heads * size] } as const;
const { x, weights, bias } = mapParams(shapes, (shape, name) => input(name, shape)) as Record<
  keyof typeof shapes,
  Node
>;
const productsOf = (graph: Graph) => nodesOf(graph).filter(({ op }) => op === "MatMul").length;

const separate = (product: Node) => reshape(product, [images, tokens, parts, heads, size]);
const product = matMul(x, weights);
const orders = [
  [2, 0, 3, 1, 4],
  [2, 0, 1, 3, 4],
  [2, 3, 4, 1, 0],
  [2, 4, 3, 0, 1],
];

test("preserves the values of the parts for every order of the axes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...orders),
      fc.boolean(),
      fc.uniqueArray(fc.nat(parts - 1), { minLength: 1 }),
      fc.nat(),
      async (perm, isBiased, chosen, seed) => {
        const moved = transpose(separate(isBiased ? add(product, bias) : product), perm);
        const graph = Object.fromEntries(chosen.map((part) => [`part${part}`, sliceAxis(moved, 0, part, 1)]));
        const split = splitMatMuls(graph);
        expect(productsOf(split)).toBe(chosen.length);
        expect(nodesOf(split)).not.toContain(moved);
        const feeds = mapParams(shapes, (shape, name) => uniformArray(seed + name.length, [...shape], -1, 1));
        await expectSameValues(graph, () => split, feeds, 1e-5);
      },
    ),
    { numRuns: 12 },
  );
});

const moved = transpose(separate(product), orders[0]!);
const first = sliceAxis(moved, 0, 0, 1);
const small = transpose(reshape(matMul(input("a", [4, 8]), input("b", [8, 6])), [4, 3, 2]), [1, 0, 2]);

test.each<[string, Graph]>([
  ["whose transpose has another use", { first, whole: mul(moved, moved) }],
  ["that is a result", { first, product }],
  ["whose rows are sliced", { part: sliceAxis(transpose(separate(product), [1, 0, 2, 3, 4]), 0, 0, 1) }],
  ["of which one slice spans two parts", { both: sliceAxis(moved, 0, 0, 2) }],
  ["that is small", { part: sliceAxis(small, 0, 0, 1) }],
])("a product %s is not split", (_, graph) => expect(splitMatMuls(graph)).toBe(graph));
