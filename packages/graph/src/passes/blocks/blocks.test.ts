import { mapParams } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, elementwise, fill, input, matMul, mul, reduce, reshape, sub, transpose } from "../../ir/build.ts";
import { type Graph, nodesOf } from "../../ir/graph.ts";
import { make, type Node } from "../../ir/node.ts";
import type { Window } from "../../ir/window.ts";
import { blockSize } from "../../ort/block.ts";
import { loadOrt } from "../../ort/session.ts";
import { randomImages, randomImagesInputs } from "../../testing/random-images.ts";
import { runGraph, uniform } from "../../testing/run-graph.ts";
import { optimize } from "../passes.ts";
import { blocks } from "./blocks.ts";

const block = await blockSize(loadOrt());

// Without blocks in the runtime there is nothing to run them on.
test.skipIf(block === 1).each<[string, (graph: Graph) => Graph]>([
  ["blocks", (graph) => blocks(graph, block)],
  ["all passes", (graph) => optimize(graph, { block })],
])("%s keep the values of random graphs of images", async (_, pass) => {
  await fc.assert(
    fc.asyncProperty(randomImages, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(randomImagesInputs, (shape, name) => uniform(seed + name.length, shape, -1, 1));
      const [before, after] = [await runGraph(graph, feeds), await runGraph(pass(graph), feeds)];
      for (const [name, value] of Object.entries(before)) {
        expect(after[name]).toBeAllClose(value, { rtol: 1e-4, atol: 1e-4 });
      }
    }),
    { numRuns: 40 },
  );
});

const window = {
  image: [8, 8],
  taps: [3, 3],
  places: [8, 8],
  strides: [1, 1],
  dilations: [1, 1],
  before: [1, 1],
} as const;
const x = input("x", [2, 8, 8, 32]);
const filter = input("filter", [3, 3, 32, 32]);
const conv = (x: Node) => make("Conv", [x, filter], window);
const perImage = (name: string) => input(name, [2, 1, 1, 32]);
const opsOf = (node: Node) => nodesOf(optimize({ node }, { block: 16 })).map(({ op }) => op);
const count = (node: Node, op: string) => opsOf(node).filter((each) => each === op).length;

test.skipIf(block === 1).each<[string, Partial<Window>]>([
  ["with strides", { strides: [2, 2], places: [4, 4] }],
  ["with dilations", { dilations: [2, 2], before: [2, 2] }],
  ["with fewer places than pixels", { before: [0, 1], places: [6, 8] }],
  ["with one row of taps", { taps: [1, 3], before: [0, 1] }],
])("convolutions from and to few channels keep their values %s", async (_, change) => {
  const changed: Window = { ...window, ...change };
  const feeds = { x: [2, 8, 8, 32], few: [2, 8, 8, 3], from: [...changed.taps, 3, 32], to: [...changed.taps, 32, 3] };
  const [x, few, from, to] = Object.entries(feeds).map(([name, shape]) => input(name, shape)) as [
    Node,
    Node,
    Node,
    Node,
  ];
  const graph = { wide: make("Conv", [few, from], changed), narrow: make("Conv", [x, to], changed) };
  const numbers = mapParams(feeds, (shape, name) => uniform(name.length, shape, -1, 1));
  const [before, after] = [await runGraph(graph, numbers), await runGraph(blocks(graph, block), numbers)];
  for (const name of ["wide", "narrow"]) expect(after[name]).toBeAllClose(before[name]!, { rtol: 1e-4, atol: 1e-4 });
});

describe("of what lies between two convolutions", () => {
  test("nothing leaves the blocks", () => {
    const between = elementwise("Silu")(add(mul(conv(x), perImage("scale")), perImage("shift")));
    expect([count(conv(between), "ToBlocks"), count(conv(between), "FromBlocks")]).toEqual([1, 1]);
  });

  test("a normalisation is one affine map", () => {
    const between = add(mul(sub(conv(x), perImage("mean")), perImage("scale")), perImage("shift"));
    expect(count(conv(between), "BlockedAffine")).toBe(1);
  });

  test("its gradient is two", () => {
    const [dy, y] = [conv(x), conv(input("y", [2, 8, 8, 32]))];
    const gradient = add(add(mul(dy, perImage("a")), mul(y, perImage("p"))), perImage("q"));
    expect(count(conv(gradient), "BlockedAffine")).toBe(2);
    expect(opsOf(conv(gradient)).filter((op) => op === "Mul" || op === "Add")).toEqual([]);
  });

  test("the sums over pixels of a normalisation and its gradient read two images and write none", () => {
    const [a, b] = [conv(x), conv(input("y", [2, 8, 8, 32]))];
    const sums = add(reduce("ReduceMean", mul(a, a), [1, 2]), reduce("ReduceSum", mul(a, b), [1, 2]));
    expect(count(sums, "BlockedDot")).toBe(2);
    expect(opsOf(sums)).not.toContain("ReduceSum");
  });

  test("images of a channel or two need no way into blocks, and none out of more than sixteen channels", () => {
    const few = input("few", [2, 8, 8, 1]);
    expect(count(make("Conv", [few, input("from", [3, 3, 1, 32])], window), "ToBlocks")).toBe(0);
    const toFew = make("Conv", [conv(x), input("to", [3, 3, 32, 1])], window);
    expect(nodesOf(optimize({ toFew }, { block: 16 })).filter(({ op }) => op === "FromBlocks").map(({ shape }) => shape)).toEqual([[2, 8, 8, 16]]); // prettier-ignore
  });

  test("patches become channels, and channels patches, without a way out of the blocks", () => {
    const rows = (x: Node) => reshape(transpose(reshape(x, [8, 2, 4, 64]), [0, 2, 1, 3]), [32, 128]);
    const small = reshape(matMul(rows(conv(x)), input("down", [128, 32])), [2, 4, 4, 32]);
    const smallWindow = { ...window, image: [4, 4], places: [4, 4] } as const;
    const between = make("Conv", [small, filter], smallWindow);
    const pixels = reshape(matMul(reshape(between, [32, 32]), input("up", [32, 128])), [8, 4, 2, 64]);
    const large = reshape(transpose(pixels, [0, 2, 1, 3]), [2, 8, 8, 32]);
    expect([count(conv(large), "ToBlocks"), count(conv(large), "FromBlocks")]).toEqual([1, 1]);
    expect(opsOf(conv(large))).not.toContain("MatMul");
  });

  test("a residual sum and 1 + x - y are part of a pass over something else", () => {
    const [a, b] = [elementwise("Tanh")(conv(x)), elementwise("Sin")(conv(x))];
    expect(opsOf(conv(add(conv(a), b)))).not.toContain("Add");
    expect(count(conv(add(sub(a, b), fill(1, []))), "BlockedAffine")).toBe(1);
  });
});
