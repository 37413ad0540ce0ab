import "@tweedie/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { input, neg, slice, sliceAxis } from "../ir/build.ts";
import { type Graph, nodesOf } from "../ir/graph.ts";
import { runGraph, uniform } from "../testing/run-graph.ts";
import { splits } from "./splits.ts";

const opsOf = (graph: Graph) => nodesOf(graph).map(({ op }) => op).sort(); // prettier-ignore

/** What is cut where, and which of the parts are used. */
const cuts = fc.record({
  shape: fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 3 }),
  axes: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
  ends: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
  missing: fc.option(fc.nat(4), { nil: -1 }),
  seed: fc.nat(),
});

test("what is cut in one go are the slices, to the bit", async () => {
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
      const feeds = { x: uniform(seed, shape) };
      expect(await runGraph(splits(graph), feeds)).toEqual(await runGraph(graph, feeds));
    }),
    { numRuns: 40 },
  );
});

const x = input("x", [6, 4]);
const large = input("large", [2, 2 ** 16]);
const rows = (begin: number, size: number) => sliceAxis(x, 0, begin, size);

test("parts that are all of a value are cut in one go", () => {
  expect(opsOf(splits({ a: rows(2, 4), b: rows(0, 2) }))).toEqual(["Input", "Part", "Part"]);
});

test.each<[string, Graph]>([
  ["some of it", { a: rows(0, 2), b: rows(2, 3) }],
  ["what overlaps", { a: rows(0, 4), b: rows(2, 4) }],
  ["every second row", { a: slice(x, [0, 0], [3, 4], [2, 1]), b: rows(3, 3) }],
  ["what is large", { a: sliceAxis(large, 0, 0, 1), b: sliceAxis(large, 0, 1, 1) }],
  ["a corner", { a: slice(x, [0, 0], [2, 2]), b: rows(2, 4) }],
])("%s is not", (_, graph) => expect(opsOf(splits(graph))).not.toContain("Part"));
