import type { Scalar, Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { after, type Params, tf } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { compileStep } from "../compile/compile-step.ts";
import { nodesOf } from "../ir/graph.ts";
import { lowerGraph } from "../lower/lower-graph.ts";
import { cpuTarget } from "../targets/cpu.ts";
import { runCompiled, runEagerly, uniformArray } from "../testing/run-graph.ts";

const compiled = (f: (x: Tensor) => Tensor, shape: readonly number[], block = 1) =>
  compileStep((_: Params, { x }: Params) => ({ outputs: { y: f(x!) } }), {}, { x: shape }, { target: cpuTarget(block) })
    .graph;
const count = (graph: ReturnType<typeof compiled>, op: string) =>
  nodesOf(graph).filter((node) => node.op === op).length;

test("a value that follows another is computed again, after it", () => {
  const graph = compiled(
    (x) => {
      const total = x.exp().sum();
      return after(x, [total]).exp().mul(total);
    },
    [4],
  );
  expect(count(graph, "Exp")).toBe(2);
  expect(
    count(
      compiled((x) => x.exp().mul(x.exp()), [4]),
      "Exp",
    ),
  ).toBe(1);
  const { nodes } = lowerGraph(graph);
  const producer = new Map(nodes.map((node) => [node.output, node]));
  const ancestors = (name: string): string[] => {
    const node = producer.get(name);
    return node ? [node.opType, ...node.inputs.flatMap(ancestors)] : [];
  };
  const exponentials = nodes.filter(({ opType }) => opType === "Exp").map(({ output }) => ancestors(output));
  expect(exponentials.map((found) => found.includes("ReduceSum")).sort()).toEqual([false, true]);
});

test("a value that nothing uses is not computed for the order", () => {
  expect(
    count(
      compiled((x) => after(x, [x.exp()]).mul(2), [4]),
      "Exp",
    ),
  ).toBe(0);
  expect(
    count(
      compiled((x) => after(x, [x.exp()]).mul(2), [4]),
      "After",
    ),
  ).toBe(0);
});

test("the order of blocked images needs no conversion of their layout", () => {
  const images = (order: boolean) => (x: Tensor) => {
    const filter = tf.fill([3, 3, 16, 16], 0.1) as Tensor4D;
    const conv = (h: Tensor) => tf.conv2d(h as Tensor4D, filter, 1, "same");
    const h = conv(x);
    const other = conv(h);
    return conv(order ? after(h, [other]) : h.mul(2)).add(other);
  };
  const conversions = (order: boolean) => {
    const graph = compiled(images(order), [1, 4, 4, 16], 16);
    return [count(graph, "ToBlocks"), count(graph, "FromBlocks")];
  };
  expect(count(compiled(images(true), [1, 4, 4, 16], 16), "After")).toBe(1);
  expect(conversions(true)).toEqual(conversions(false));
});

test("the order changes no value and no gradient of a compiled function", async () => {
  const f = (x: Tensor, y: Tensor) => {
    const objective = (x: Tensor) => after(x.tanh(), [y.exp(), x.sum()]).mul(y).mul(x).sum() as Scalar;
    return [tf.grad(objective)(x), after(x, [y.exp()]).add(y.exp())];
  };
  const inputs = [uniformArray(1, [2, 3]), uniformArray(2, [2, 3])];
  await tf.setBackend("cpu");
  const [got, expected] = [await runCompiled(f as never, inputs), runEagerly(f as never, inputs)];
  for (const [i, value] of expected.entries()) expect(got[i]).toBeAllClose(value, { rtol: 1e-6, atol: 1e-6 });
});
