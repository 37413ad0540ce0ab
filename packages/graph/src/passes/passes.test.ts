import { mapParams } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  broadcast,
  constant,
  expand,
  fill,
  input,
  matMul,
  mul,
  reduce,
  reshape,
  sub,
  transpose,
} from "../ir/build.ts";
import { elementwise } from "../ir/build.ts";
import { type Graph, nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { randomGraph, randomGraphInputs } from "../testing/random-graph.ts";
import { runGraph, uniform } from "../testing/run-graph.ts";
import { resize, unetDraws, unetState, unetStep } from "../testing/unet-step.ts";
import { trace } from "../trace/trace.ts";
import { final, optimize, repeated, settle } from "./passes.ts";

const everyPass = {
  ...repeated,
  splits: final.splits,
  gatedSums: final.gatedSums,
  fuseProducts: final.fuseProducts,
  optimize,
};
const opsOf = (graph: Graph) => nodesOf(graph).map(({ op }) => op).sort(); // prettier-ignore

test.each(Object.entries(everyPass))("%s keeps the values of random graphs", async (_, pass) => {
  await fc.assert(
    fc.asyncProperty(randomGraph, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(randomGraphInputs, (shape, name) => uniform(seed + name.length, shape, 0.5, 2));
      const [before, after] = [await runGraph(graph, feeds), await runGraph(pass(graph), feeds)];
      for (const [name, value] of Object.entries(before)) {
        expect(after[name]).toBeAllClose(value, { rtol: 1e-4, atol: 1e-4 });
      }
    }),
    { numRuns: 25 },
  );
});

test("the passes come to rest: a settled graph is left as it is", () => {
  const { state, outputs } = trace(
    unetStep(resize),
    mapParams(unetState, ({ shape }) => shape),
    mapParams(unetDraws(0, 2), ({ shape }) => shape),
  );
  const settled = settle({ ...state, ...outputs });
  const nodes = new Set(nodesOf(settled));
  for (const [name, pass] of Object.entries(repeated)) {
    expect([name, nodesOf(pass(settled)).filter((node) => !nodes.has(node))]).toEqual([name, []]);
  }
});

const x = input("x", [4, 3]);
const y = input("y", [4, 3]);
const only = (node: Node) => Object.values(optimize({ node }))[0]!;
const ones = (shape: readonly number[]) => fill(1, shape);

describe("identities", () => {
  test.each<[string, Node, Node]>([
    ["x * 1", mul(x, ones([4, 3])), x],
    ["x + 0", add(x, fill(0, [3])), x],
    ["x - 0", sub(x, fill(0, [])), x],
    ["x / 1", elementwise("Div")(x, ones([])), x],
    ["x ^ 1", elementwise("Pow")(x, ones([])), x],
    ["--x", elementwise("Neg")(elementwise("Neg")(x)), x],
    ["0 - (0 - x)", sub(fill(0, []), sub(fill(0, []), x)), x],
    ["a reshape taken back", reshape(reshape(x, [2, 6]), [4, 3]), x],
    ["a transpose taken back", transpose(transpose(x, [1, 0]), [1, 0]), x],
    ["2 x / 2, by numbers that meet", mul(mul(x, fill(2, [])), fill(0.5, [4, 3])), x],
    ["x where true", elementwise("Where")(fill(1, [4, 3], "bool"), x, y), x],
  ])("%s is x", (_, node, expected) => {
    expect(only(node)).toBe(expected);
  });

  test("x * 0 is a zero that is written down once", () => {
    expect(opsOf(optimize({ node: mul(x, fill(0, [])) }))).toEqual(["Constant", "Expand"]);
  });
});

test("what is computed twice is computed once, and the order of a sum does not matter", () => {
  const graph = optimize({ node: mul(add(x, y), add(y, x)) });
  expect(opsOf(graph).filter((op) => op === "Add")).toHaveLength(1);
});

test("what no result needs is not in the graph", () => {
  const graph = optimize({ node: sub(mul(matMul(x, y, true), fill(0, [])), fill(3, [])) });
  expect(opsOf(graph)).toEqual(["Constant", "Expand"]);
});

describe("broadcasts stay small", () => {
  test("the gradient of a sum is never a whole tensor", () => {
    const gradient = mul(reshape(input("dy", []), [1, 1]), ones([4, 3]));
    expect(opsOf(optimize({ node: mul(gradient, x) }))).toEqual(["Input", "Input", "Mul", "Reshape"]);
  });

  test("an op on repeated values is done before they are repeated", () => {
    const node = elementwise("Exp")(broadcast(input("row", [3]), [4, 3]));
    const exp = nodesOf(optimize({ node })).find(({ op }) => op === "Exp");
    expect(exp?.shape).toEqual([3]);
  });

  test("a reshape that merges repeated elements with others repeats only those", () => {
    const node = reshape(broadcast(input("scale", [2, 1, 3, 1]), [2, 8, 3, 5]), [2, 8, 15]);
    const nodes = nodesOf(optimize({ node: add(node, input("z", [2, 8, 15])) }));
    expect(
      Math.max(...nodes.filter(({ op }) => op === "Expand").map(({ shape }) => shape.length * shape[1]!)),
    ).toBeLessThanOrEqual(4);
  });

  test("a sum of repeated elements is a product with their number", () => {
    const node = reduce("ReduceSum", expand(input("row", [3]), [4, 3]), 0);
    expect(opsOf(optimize({ node })).filter((op) => op !== "Reshape")).toEqual(["Constant", "Input", "Mul"]);
  });
});

describe("products take in", () => {
  test.each<[string, Node, number]>([
    ["a bias", add(matMul(x, y, true), input("b", [3])), 3],
    ["a bias in front", add(input("b", [3]), matMul(x, y, true)), 3],
    ["another matrix", add(matMul(x, y, true), input("m", [3, 3])), 3],
    ["what they are subtracted from", sub(input("m", [3, 3]), matMul(x, y, true)), 3],
    ["a factor", mul(matMul(x, y, true), fill(0.25, [])), 2],
    ["a factor of what is multiplied", matMul(mul(x, fill(0.25, [])), y, true), 2],
    ["factors of both", matMul(mul(x, fill(0.25, [])), mul(y, fill(3, [])), true), 2],
  ])("%s", (_, node, inputs) => {
    const result = only(node);
    expect(result.op).toBe("MatMul");
    expect(result.inputs).toHaveLength(inputs);
  });

  test("nothing that something else needs without it", () => {
    const product = matMul(x, y, true);
    expect(opsOf(optimize({ a: add(product, input("b", [3])), product })).filter((op) => op === "Add")).toHaveLength(1);
  });
});

test("the gradient of SiLU takes four ops besides the value and its sigmoid", () => {
  const s = elementwise("Sigmoid")(x);
  const gradient = add(mul(y, s), mul(mul(y, x), mul(s, sub(ones([]), s))));
  expect(opsOf(optimize({ value: mul(x, s), gradient }))).toEqual(
    ["Add", "Constant", "Input", "Input", "Mul", "Mul", "Sigmoid", "Silu", "Sub"], // prettier-ignore
  );
});

test("infinities, NaN and the sign of zero tell constants apart", () => {
  const values = [Infinity, -Infinity, NaN, 0, -0].map((value, i) => [`y${i}`, constant([value, 1], [2])] as const);
  expect(nodesOf(optimize(Object.fromEntries(values)))).toHaveLength(5);
});
