import fc from "fast-check";
import { expect, test } from "vitest";
import { input, neg, slice, sliceAxis } from "../../ir/build.ts";
import { type Graph, nodesOf } from "../../ir/graph.ts";
import { runGraph, uniformArray } from "../../testing/run-graph.ts";
import { slicesToSplit } from "./slices-to-split.ts";

const opsOf = (graph: Graph) => nodesOf(graph).map(({ op }) => op).sort(); // prettier-ignore

/** A shape, the axes and the positions where it is cut, and a slice that the graph does not use. */
const cuts = fc.record({
  shape: fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 3 }),
  axes: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
  ends: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
  missing: fc.option(fc.nat(4), { nil: -1 }),
  seed: fc.nat(),
});

test("the outputs of a split equal the slices bit for bit", async () => {
  await fc.assert(
    fc.asyncProperty(cuts, async ({ shape, axes, ends, missing, seed }) => {
      const x = input("x", shape);
      const graph: Record<string, ReturnType<typeof neg>> = { whole: neg(x) };
      for (const each of axes) {
        const axis = each % shape.length;
        const bounds = [...new Set([0, ...ends.filter((end) => end < shape[axis]!), shape[axis]!])].sort(
          (a, b) => a - b,
        );
        bounds.slice(1).forEach((end, i) => {
          const begin = bounds[i]!;
          if (i !== missing) graph[`${axis}.${i}`] = neg(sliceAxis(x, axis, begin, end - begin));
        });
      }
      const feeds = { x: uniformArray(seed, shape) };
      expect(await runGraph(slicesToSplit(graph), feeds)).toEqual(await runGraph(graph, feeds));
    }),
    { numRuns: 40 },
  );
});

const x = input("x", [6, 4]);
const large = input("large", [2, 2 ** 16]);
const rows = (begin: number, size: number) => sliceAxis(x, 0, begin, size);

test("slices that partition a value are one split", () => {
  expect(opsOf(slicesToSplit({ a: rows(2, 4), b: rows(0, 2) }))).toEqual(["Input", "SplitPart", "SplitPart"]);
});

test.each<[string, Graph]>([
  ["a part of a value", { a: rows(0, 2), b: rows(2, 3) }],
  ["overlapping slices", { a: rows(0, 4), b: rows(2, 4) }],
  ["every second row", { a: slice(x, [0, 0], [3, 4], [2, 1]), b: rows(3, 3) }],
  ["a large value", { a: sliceAxis(large, 0, 0, 1), b: sliceAxis(large, 0, 1, 1) }],
  ["a corner", { a: slice(x, [0, 0], [2, 2]), b: rows(2, 4) }],
])("no split for %s", (_, graph) => expect(opsOf(slicesToSplit(graph))).not.toContain("SplitPart"));
