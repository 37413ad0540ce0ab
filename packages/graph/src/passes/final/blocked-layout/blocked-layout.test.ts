import { mapParams } from "@tweedie/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, elementwise, fill, input, matMul, mul, reduce, reshape, sub, transpose } from "../../../ir/build.ts";
import { type Graph, nodesOf } from "../../../ir/graph.ts";
import { createNode, type Node } from "../../../ir/node.ts";
import type { Window } from "../../../ir/window.ts";
import { blockSize } from "../../../ort/block-size.ts";
import { loadOrt } from "../../../ort/session.ts";
import { cpuTarget } from "../../../targets/cpu.ts";
import { expectSameValues } from "../../../testing/expect-same-values.fixture.ts";
import { randomImages, randomImagesInputs } from "../../../testing/random-images.ts";
import { uniformArray } from "../../../testing/run-graph.ts";
import { optimize } from "../../optimize.ts";
import { blockedLayout } from "./blocked-layout.ts";

const block = await blockSize(loadOrt());

// A runtime without the blocked layout cannot run the blocked ops.
test.skipIf(block === 1).each<[string, (graph: Graph) => Graph]>([
  ["blockedLayout", (graph) => blockedLayout(graph, block)],
  ["optimize", (graph) => optimize(graph, cpuTarget(block))],
])("%s preserves the values of random graphs of images", async (_, pass) => {
  await fc.assert(
    fc.asyncProperty(randomImages, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(randomImagesInputs, (shape, name) => uniformArray(seed + name.length, shape, -1, 1));
      await expectSameValues(graph, pass, feeds);
    }),
    { numRuns: 40 },
  );
});

const window = {
  imageSize: [8, 8],
  kernelSize: [3, 3],
  outputSize: [8, 8],
  strides: [1, 1],
  dilations: [1, 1],
  padding: [1, 1],
} as const;
const x = input("x", [2, 8, 8, 32]);
const filter = input("filter", [3, 3, 32, 32]);
const conv = (x: Node) => createNode("Conv", [x, filter], window);
const perImage = (name: string) => input(name, [2, 1, 1, 32]);
const opsOf = (node: Node) => nodesOf(optimize({ node }, cpuTarget(16))).map(({ op }) => op);
const count = (node: Node, op: string) => opsOf(node).filter((each) => each === op).length;

test.skipIf(block === 1).each<[string, Partial<Window>]>([
  ["with strides", { strides: [2, 2], outputSize: [4, 4] }],
  ["with dilations", { dilations: [2, 2], padding: [2, 2] }],
  ["with an output smaller than the image", { padding: [0, 1], outputSize: [6, 8] }],
  ["with a kernel of one row", { kernelSize: [1, 3], padding: [0, 1] }],
])("convolutions from and to few channels preserve their values %s", async (_, change) => {
  const changed: Window = { ...window, ...change };
  const shapes = {
    x: [2, 8, 8, 32],
    few: [2, 8, 8, 3],
    from: [...changed.kernelSize, 3, 32],
    to: [...changed.kernelSize, 32, 3],
  };
  const [x, few, from, to] = Object.entries(shapes).map(([name, shape]) => input(name, shape)) as [
    Node,
    Node,
    Node,
    Node,
  ];
  const graph = { wide: createNode("Conv", [few, from], changed), narrow: createNode("Conv", [x, to], changed) };
  const feeds = mapParams(shapes, (shape, name) => uniformArray(name.length, shape, -1, 1));
  await expectSameValues(graph, (each) => blockedLayout(each, block), feeds);
});

test("a convolution from one channel needs no conversion, and one to one channel converts one block of channels", () => {
  const few = input("few", [2, 8, 8, 1]);
  expect(count(createNode("Conv", [few, input("from", [3, 3, 1, 32])], window), "ToBlocks")).toBe(0);
  const toFew = createNode("Conv", [conv(x), input("to", [3, 3, 32, 1])], window);
  const conversions = nodesOf(optimize({ toFew }, cpuTarget(16))).filter(({ op }) => op === "FromBlocks");
  expect(conversions.map(({ shape }) => shape)).toEqual([[2, 8, 8, 16]]);
});

describe("between two convolutions", () => {
  test("elementwise ops need no conversion", () => {
    const between = elementwise("Silu")(add(mul(conv(x), perImage("scale")), perImage("shift")));
    expect([count(conv(between), "ToBlocks"), count(conv(between), "FromBlocks")]).toEqual([1, 1]);
  });

  test("a normalisation is one affine map", () => {
    const between = add(mul(sub(conv(x), perImage("mean")), perImage("scale")), perImage("shift"));
    expect(count(conv(between), "BlockedAffine")).toBe(1);
  });

  test("the gradient of a normalisation is two affine maps", () => {
    const [dy, y] = [conv(x), conv(input("y", [2, 8, 8, 32]))];
    const gradient = add(add(mul(dy, perImage("a")), mul(y, perImage("p"))), perImage("q"));
    expect(count(conv(gradient), "BlockedAffine")).toBe(2);
    expect(opsOf(conv(gradient)).filter((op) => op === "Mul" || op === "Add")).toEqual([]);
  });

  test("a sum of products over the pixels is one op", () => {
    const [a, b] = [conv(x), conv(input("y", [2, 8, 8, 32]))];
    const sums = add(reduce("ReduceMean", mul(a, a), [1, 2]), reduce("ReduceSum", mul(a, b), [1, 2]));
    expect(count(sums, "BlockedDot")).toBe(2);
    expect(opsOf(sums)).not.toContain("ReduceSum");
  });

  test("space to depth and depth to space need no conversion", () => {
    const rows = (x: Node) => reshape(transpose(reshape(x, [8, 2, 4, 64]), [0, 2, 1, 3]), [32, 128]);
    const small = reshape(matMul(rows(conv(x)), input("down", [128, 32])), [2, 4, 4, 32]);
    const smallWindow = { ...window, imageSize: [4, 4], outputSize: [4, 4] } as const;
    const between = createNode("Conv", [small, filter], smallWindow);
    const pixels = reshape(matMul(reshape(between, [32, 32]), input("up", [32, 128])), [8, 4, 2, 64]);
    const large = reshape(transpose(pixels, [0, 2, 1, 3]), [2, 8, 8, 32]);
    expect([count(conv(large), "ToBlocks"), count(conv(large), "FromBlocks")]).toEqual([1, 1]);
    expect(opsOf(conv(large))).not.toContain("MatMul");
  });

  test("a residual sum is fused with the convolution, and 1 + x - y is one affine map", () => {
    const [a, b] = [elementwise("Tanh")(conv(x)), elementwise("Sin")(conv(x))];
    expect(opsOf(conv(add(conv(a), b)))).not.toContain("Add");
    expect(count(conv(add(sub(a, b), fill(1, []))), "BlockedAffine")).toBe(1);
  });
});
