import { mapParams, type NDArrays, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { compileStep } from "../compile/compile-step.ts";
import { nextWeight, weightInput } from "../compile/value-names.ts";
import type { StepFunction } from "../executor/executor.ts";
import { nodesOf } from "../ir/graph.ts";
import { mlpDrawShapes, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";

type Shapes = Readonly<Record<string, readonly number[]>>;

const shapesOf = (state: NDArrays) => mapParams(state, ({ shape }) => shape);
const compileFlat = (step: StepFunction, weights: Shapes, draws: Shapes) =>
  compileStep(step, weights, draws, { mayFlatten: () => true });
const opsOf = ({ graph }: ReturnType<typeof compileFlat>, op: string) =>
  nodesOf(graph).filter((node) => node.op === op).length;

test("Adam takes as many ops for three layers as for one", () => {
  const separate = compileStep(mlpTrainStep, shapesOf(mlpState), mlpDrawShapes);
  const flat = compileFlat(mlpTrainStep, shapesOf(mlpState), mlpDrawShapes);
  const weights = Object.keys(mlpState).filter((name) => !/^[mv]\./.test(name)).length;
  expect(opsOf(separate, "Sqrt")).toBeGreaterThanOrEqual(weights);
  expect(opsOf(flat, "Sqrt")).toBe(1);
});

test("a factor that simplification could move out of one gradient does not separate the updates", () => {
  const gradients = { a: (x: Tensor) => x.matMul(x, true), b: (x: Tensor) => x.mul(0.7).sum(0) };
  const step: StepFunction = (state, { x, rate }) => {
    const updates = mapParams(gradients, (gradient, name): Params => {
      const v = state[`v.${name}`]!.mul(0.9).add(gradient(x!).square());
      return { [name]: state[name]!.sub(gradient(x!).mul(rate!).div(v.sqrt())), [`v.${name}`]: v };
    });
    return { state: Object.assign({}, ...Object.values(updates)) as Params, outputs: {} };
  };
  const shapes = { a: [3, 3], b: [3], "v.a": [3, 3], "v.b": [3] };
  expect(opsOf(compileFlat(step, shapes, { x: [4, 3], rate: [] }), "Concat")).toBe(1);
});

test("inputs and results of a graph are flat parameters instead of their members", () => {
  const { graph, weights, updates, flatParameters } = compileFlat(mlpTrainStep, shapesOf(mlpState), mlpDrawShapes);
  const inputs = new Set(nodesOf(graph).flatMap(({ op, attrs }) => (op === "Input" ? [attrs.name] : [])));
  for (const name of weights) expect(inputs).toContain(weightInput(name));
  expect(updates.map(nextWeight).every((name) => name in graph)).toBe(true);
  expect(updates.flatMap((name) => flatParameters[name] ?? [name]).sort()).toEqual(Object.keys(mlpState).sort());
});

test("small weights are slices of their flat parameter, and large ones are inputs", () => {
  const inputsOf = (width: number) => {
    const shapes = { a: [width, width], b: [width, width] };
    const step: StepFunction = (state, { x }) => {
      const y = x!.matMul(state["a"]!).matMul(state["b"]!).sum();
      return { state: mapParams(shapes, (_, name) => state[name]!.sub(y)), outputs: {} };
    };
    return compileFlat(step, shapes, { x: [1, width] }).weights;
  };
  expect(inputsOf(16)).toEqual(["flat.0"]);
  expect(inputsOf(128)).toEqual(["a", "b", "flat.0"]);
});

test("weights of more than 16 MiB are several flat parameters, and those of their moments have the same members", () => {
  const mebibyte = 2 ** 18; // numbers
  const sizes = { a: 6, b: 6, c: 6, d: 20, e: 1, f: 15 };
  const own = mapParams(sizes, (size) => [size * mebibyte]);
  const moments = Object.fromEntries(Object.entries(own).map(([name, shape]) => [`v.${name}`, shape]));
  const step: StepFunction = (state, { x }) => {
    const entries = Object.keys(own).flatMap((name) => {
      const v = state[`v.${name}`]!.mul(0.9).add(state[name]!.reverse(0).square());
      return [[name, state[name]!.sub(v.sqrt().mul(x!))] as const, [`v.${name}`, v] as const];
    });
    return { state: Object.fromEntries(entries), outputs: {} };
  };
  const { updates, flatParameters } = compileFlat(step, { ...own, ...moments }, { x: [] });
  const groups = updates.map((name) => flatParameters[name] ?? [name]);
  expect(groups).toEqual(
    expect.arrayContaining([["a", "b"], ["e", "f"], ["v.a", "v.b"], ["v.e", "v.f"], ["c"], ["d"], ["v.c"], ["v.d"]]),
  );
  expect(groups.length).toBe(8);
});
