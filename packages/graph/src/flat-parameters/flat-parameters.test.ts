import { mapParams, type NDArrays, type Params, scalar, under } from "@tweedie/core";
import "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { compileStep } from "../compile/compile-step.ts";
import { createExecutor, type StepFunction } from "../index.ts";
import { mlpDraws, mlpDrawShapes, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";
import { uniformArray } from "../testing/run-graph.ts";
import type { FlatParameter } from "./flat-parameter.ts";

const sizes = { a: [3, 2], b: [2], c: [4] };

/** A step of two models with averages of their weights. The second model's gradient depends on the first one's new weights. */
const trainTwoModels: StepFunction = (state, { x, rate }) => {
  const update = (name: string, target: Params): Params => {
    const weights = Object.fromEntries(
      Object.keys(sizes).map((weight): [string, Tensor] => {
        const w = state[`${name}.${weight}`]!;
        const gradient = w.sub(target[weight]!).mul(x!.sum());
        return [`${name}.${weight}`, w.sub(gradient.mul(rate!))];
      }),
    );
    const averages = Object.entries(weights).map(([key, value]): [string, Tensor] => [
      `ema.${key}`,
      state[`ema.${key}`]!.sub(value).mul(0.9).add(value),
    ]);
    return { ...weights, ...Object.fromEntries(averages) };
  };
  const first = update("first", under("other", state));
  const second = update("second", under("first", first));
  return { state: { ...first, ...second }, outputs: { sum: second["second.a"]!.sum() } };
};
const weights: NDArrays = Object.fromEntries(
  ["other", "first", "second", "ema.first", "ema.second"].flatMap((name, i) =>
    Object.entries(sizes).map(([weight, shape], j) => [`${name}.${weight}`, uniformArray(10 * i + j, shape)] as const),
  ),
);
const draws = { x: uniformArray(1, [5]), rate: scalar(0.01) };

describe("two models, of which the second depends on the new weights of the first", () => {
  test("have separate flat parameters", () => {
    const shapes = mapParams(weights, ({ shape }) => shape);
    const { updates, flatParameters } = compileStep(
      trainTwoModels,
      shapes,
      { x: [5], rate: [] },
      {
        mayFlatten: () => true,
      },
    );
    const updated = updates.map((name) => flatParameters[name] ?? [name]);
    expect(updated).toContainEqual(["first.a", "first.b", "first.c"]);
    expect(updated).toContainEqual(["ema.second.a", "ema.second.b", "ema.second.c"]);
    expect(updated.every(({ length }) => length === 3)).toBe(true);
  });

  test.each<[string, (parameter: FlatParameter) => boolean]>([
    ["all flat parameters", () => true],
    ["none", () => false],
    ["only the weights of the first", (parameter) => parameter[0] === "first.a"],
    ["all but the averages", (parameter) => !parameter[0]!.startsWith("ema")],
  ])("reach the weights of the eager executor with %s", async (_, mayFlatten) => {
    const train = async (backend: "ort" | "cpu") => {
      const executor = await createExecutor(backend);
      const store = executor.createStore(weights);
      const refusing = store as typeof store & { flatten?: (parameter: FlatParameter) => boolean };
      const { flatten } = refusing;
      if (flatten) refusing.flatten = (parameter) => mayFlatten(parameter) && flatten(parameter);
      const step = await executor.compile(trainTwoModels, store, { x: [5], rate: [] });
      for (let iteration = 0; iteration < 3; iteration++) await step.run(draws);
      return store.read();
    };
    const [compiled, eager] = [await train("ort"), await train("cpu")];
    for (const [name, value] of Object.entries(eager)) expect(compiled[name]).toBeAllClose(value, { rtol: 1e-5 });
  });
});

test("a step that updates one member of another step's flat parameter preserves the other members", async () => {
  const executor = await createExecutor("ort");
  const store = executor.createStore(mlpState);
  const train = await executor.compile(mlpTrainStep, store, mlpDrawShapes);
  await train.run(mlpDraws(0));
  const before = await store.read();
  const [name] = Object.keys(mlpState) as [string];
  const double: StepFunction = (state) => ({ state: { [name]: state[name]!.mul(2) }, outputs: {} });
  await (await executor.compile(double, store, {})).run({});
  const after = await store.read();
  expect(after[name]!.data).toEqual(before[name]!.data.map((x) => 2 * x));
  expect({ ...after, [name]: undefined }).toEqual({ ...before, [name]: undefined });
  await train.run(mlpDraws(1));
  expect((await store.read())[name]).not.toEqual(after[name]);
});

test("a step compiled before its weights move into a flat parameter reads them there", async () => {
  const executor = await createExecutor("ort");
  const store = executor.createStore(mlpState);
  const [name] = Object.keys(mlpState) as [string];
  const read = await executor.compile((state) => ({ outputs: { w: state[name]! } }), store, {});
  const train = await executor.compile(mlpTrainStep, store, mlpDrawShapes);
  await train.run(mlpDraws(0));
  expect((await read.run({}))["w"]!.data).toEqual((await store.read([name]))[name]!.data);
});
