import { mapParams, ndarray, type NDArrays } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileStep } from "../compile/compile-step.ts";
import { drawInput, weightInput } from "../compile/value-names.ts";
import type { StepFunction } from "../executor/executor.ts";
import { add, cast, elementwise, fill, greater, input, reshape, sliceAxis } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";
import { lowerGraph } from "../lower/lower-graph.ts";
import { outputsOf } from "../onnx/proto.ts";
import { blockSize } from "../ort/block-size.ts";
import { loadOrt } from "../ort/session.ts";
import { optimize } from "../passes/optimize.ts";
import { mlpDraws, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";
import { randomGraph, randomGraphInputs } from "../testing/random-graph.ts";
import { runGraph, uniformArray } from "../testing/run-graph.ts";
import { unetDraws, unetState, unetStep, upsampleNearest } from "../testing/unet-step.ts";
import { cpuTarget } from "./cpu.ts";
import { gpuTarget } from "./gpu.ts";
import { portableTarget } from "./portable.ts";
import { passNames, type Target, withoutPass } from "./target.ts";

const targets: readonly Target[] = [cpuTarget(), cpuTarget(await blockSize(loadOrt())), gpuTarget, portableTarget];
const standardTargets = [gpuTarget, portableTarget];
const shapesOf = (arrays: NDArrays) => mapParams(arrays, ({ shape }) => shape);

/** An iteration of a step, compiled and lowered for a target: updated weights and outputs. Runs on the CPU. */
async function iterate(step: StepFunction, state: NDArrays, draws: NDArrays, target: Target): Promise<NDArrays> {
  const { graph } = compileStep(step, shapesOf(state), shapesOf(draws), { target });
  const named = (arrays: NDArrays, name: (key: string) => string) =>
    Object.entries(arrays).map(([key, array]) => [name(key), array] as const);
  return runGraph(graph, Object.fromEntries([...named(state, weightInput), ...named(draws, drawInput)]), target);
}

describe.each(targets.map((target) => [target.name, target] as const))("%s", (_, target) => {
  test("preserves the values of random graphs", async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, fc.nat(), async (graph, seed) => {
        const feeds = mapParams(randomGraphInputs, (shape, name) => uniformArray(seed + name.length, shape, 0.5, 2));
        const [expected, got] = [await runGraph(graph, feeds), await runGraph(optimize(graph, target), feeds, target)];
        for (const [name, value] of Object.entries(expected))
          expect(got[name]).toBeAllClose(value, { rtol: 1e-4, atol: 1e-4 });
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    ["MLP", mlpTrainStep, mlpState, mlpDraws(0)],
    ["U-Net", unetStep(upsampleNearest), unetState, unetDraws(0, 2)],
  ])("an update of the %s is that of the CPU", async (_, step, state, draws) => {
    const [expected, got] = [await iterate(step, state, draws, cpuTarget()), await iterate(step, state, draws, target)];
    for (const [name, value] of Object.entries(expected))
      expect(got[name]).toBeAllClose(value, { rtol: 1e-5, atol: 1e-5 });
  });

  test("computes the inverse standard deviation of rows", async () => {
    const x = uniformArray(3, [4, 5]);
    const graph = { r: createNode("LayerNormScale", [input("x", [4, 5])], { epsilon: 0.01 }) };
    const expected = Array.from({ length: 4 }, (_, row) => {
      const values = x.data.slice(5 * row, 5 * row + 5);
      const mean = values.reduce((sum, value) => sum + value) / 5;
      return 1 / Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5 + 0.01);
    });
    const { r } = await runGraph(graph, { x }, target);
    expect(r).toBeAllClose({ shape: [4, 1], data: Float32Array.from(expected) }, { rtol: 1e-5, atol: 0 });
  });

  test("leaves out one of its passes, by name", () => {
    for (const name of passNames(target)) {
      const others = passNames(target).filter((other) => other !== name);
      expect(passNames(withoutPass(target, name))).toEqual(others);
    }
    expect(() => withoutPass(target, "none")).toThrow("has no pass none");
  });
});

describe.each(standardTargets.map((target) => [target.name, target] as const))("%s", (_, target) => {
  test("has standard ops only", () => {
    const { graph } = compileStep(unetStep(upsampleNearest), shapesOf(unetState), shapesOf(unetDraws(0, 2)), {
      target,
    });
    expect(lowerGraph(graph, target).nodes.filter(({ domain }) => domain !== "")).toEqual([]);
  });

  test("refuses an op of the CPU", () => {
    const graph = { y: createNode("GatedAdd", [input("x", [2, 4]), input("y", [2, 4]), input("gate", [2, 1])], {}) };
    expect(() => lowerGraph(graph, target)).toThrow(`the target ${target.name} has no lowering of GatedAdd`);
  });
});

test.each([
  ["And", (a: Node, b: Node) => elementwise("And")(a, b)],
  ["Or", (a: Node, b: Node) => elementwise("Or")(a, b)],
  ["Xor", (a: Node, b: Node) => elementwise("Xor")(a, b)],
  ["Not", (a: Node) => elementwise("Not")(a)],
])("%s of truth values is the same for a GPU", async (_, f) => {
  const truth = (name: string) => greater(input(name, [4]), fill(0, []));
  const graph = { y: cast(f(truth("a"), truth("b")), "float32") };
  const feeds = { a: ndarray([4], Float32Array.of(0, 0, 1, 1)), b: ndarray([4], Float32Array.of(0, 1, 0, 1)) };
  expect(await runGraph(graph, feeds, gpuTarget)).toEqual(await runGraph(graph, feeds));
});

test.each(["Round", "Sign"] as const)("%s is the same for a GPU, with ties and zeros", async (op) => {
  const graph = { y: elementwise(op)(input("x", [9])) };
  const x = ndarray([9], Float32Array.of(-2.5, -1.5, -0.5, 0, 0.5, 1.5, 2.5, 0.7, -3.2));
  const [got, expected] = [await runGraph(graph, { x }, gpuTarget), await runGraph(graph, { x })];
  expect(got["y"]!.data.map((value) => value || 0)).toEqual(expected["y"]!.data.map((value) => value || 0)); // 0 or -0
});

test.each(["ArgMax", "ArgMin"] as const)("%s is the same for a GPU, with ties", async (op) => {
  const x = ndarray([2, 4], Float32Array.of(1, 3, 3, 1, -2, -5, -2, -5));
  for (const axis of [0, 1]) {
    const graph = { y: cast(createNode(op, [input("x", [2, 4])], { axis }), "float32") };
    expect(await runGraph(graph, { x }, gpuTarget)).toEqual(await runGraph(graph, { x }));
  }
});

test("a value is split into at most 15 parts for a GPU", () => {
  const widest = (parts: number, target: Target): number => {
    const x = input("x", [parts]);
    const slices = Array.from({ length: parts }, (_, i) => reshape(sliceAxis(x, 0, i, 1), []));
    const graph = optimize({ y: slices.reduce((sum, slice) => add(sum, slice)) }, target);
    return Math.max(...lowerGraph(graph, target).nodes.map((node) => outputsOf(node).length));
  };
  expect([widest(15, gpuTarget), widest(16, gpuTarget), widest(16, cpuTarget())]).toEqual([15, 1, 16]);
});
