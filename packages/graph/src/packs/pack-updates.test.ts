import { mapParams, type NDArrays, type Params, scalar, under } from "@tweedie/core";
import "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { compileStep, nextWeight, weightInput } from "../compile.ts";
import { createExecutor, type StepFunction } from "../index.ts";
import { nodesOf } from "../ir/graph.ts";
import { drawShapes, mlpDraws, mlpState, trainStep } from "../testing/mlp-step.ts";
import { uniform } from "../testing/run-graph.ts";
import type { Pack } from "./pack-updates.ts";

const shapesOf = (state: NDArrays) => mapParams(state, ({ shape }) => shape);
const packed = (step: StepFunction, state: NDArrays, draws: Record<string, readonly number[]>) =>
  compileStep(step, shapesOf(state), draws, { mayPack: () => true });

const opsOf = ({ graph }: ReturnType<typeof packed>, op: string) =>
  nodesOf(graph).filter((node) => node.op === op).length;

test("Adam's ops are as many for three layers as for one", () => {
  const alone = compileStep(trainStep, shapesOf(mlpState), drawShapes);
  const together = packed(trainStep, mlpState, drawShapes);
  const weights = Object.keys(mlpState).filter((name) => !name.includes(".") || !/^[mv]\./.test(name)).length;
  expect(opsOf(alone, "Sqrt")).toBeGreaterThanOrEqual(weights);
  expect(opsOf(together, "Sqrt")).toBe(1);
});

test("a number that could be taken out of one gradient alone leaves it the others' like", () => {
  const gradients = { a: (x: Tensor) => x.matMul(x, true), b: (x: Tensor) => x.mul(0.7).sum(0) };
  const step: StepFunction = (state, { x, rate }) => {
    const moved = mapParams(gradients, (gradient, name): Params => {
      const v = state[`v.${name}`]!.mul(0.9).add(gradient(x!).square());
      return { [name]: state[name]!.sub(gradient(x!).mul(rate!).div(v.sqrt())), [`v.${name}`]: v };
    });
    return { state: Object.assign({}, ...Object.values(moved)) as Params, outputs: {} };
  };
  const shapes = { a: [3, 3], b: [3], "v.a": [3, 3], "v.b": [3] };
  const graph = compileStep(step, shapes, { x: [4, 3], rate: [] }, { mayPack: () => true });
  expect(opsOf(graph, "Concat")).toBe(1);
});

const sizes = { a: [3, 2], b: [2], c: [4] };

/** A step of two players whose second learns from the first one's new weights, each with the average of its own. */
const twoPlayers: StepFunction = (state, { x, rate }) => {
  const learn = (name: string, against: Params): Params => {
    const next = mapParams(sizes, (_, weight): [string, Tensor] => {
      const w = state[`${name}.${weight}`]!;
      const gradient = w.sub(against[weight]!).mul(x!.sum());
      return [`${name}.${weight}`, w.sub(gradient.mul(rate!))];
    });
    const moved = Object.fromEntries(Object.values(next));
    const averages = Object.entries(moved).map(([key, value]): [string, Tensor] => [
      `ema.${key}`,
      state[`ema.${key}`]!.sub(value).mul(0.9).add(value),
    ]);
    return { ...moved, ...Object.fromEntries(averages) };
  };
  const first = learn("first", under("other", state));
  const second = learn("second", under("first", first));
  return { state: { ...first, ...second }, outputs: { seen: second["second.a"]!.sum() } };
};
const players: NDArrays = Object.fromEntries(
  ["other", "first", "second", "ema.first", "ema.second"].flatMap((name, i) =>
    Object.entries(sizes).map(([weight, shape], j) => [`${name}.${weight}`, uniform(10 * i + j, shape)] as const),
  ),
);
const draws = { x: uniform(1, [5]), rate: scalar(0.01) };

describe("two players, the second of which waits for the first", () => {
  test("are packs of their own", () => {
    const { updates, packs } = packed(twoPlayers, players, { x: [5], rate: [] });
    const updated = updates.map((name) => packs[name] ?? [name]);
    expect(updated).toContainEqual(["first.a", "first.b", "first.c"]);
    expect(updated).toContainEqual(["ema.second.a", "ema.second.b", "ema.second.c"]);
    expect(updated.every(({ length }) => length === 3)).toBe(true);
  });

  test.each<[string, (pack: Pack) => boolean]>([
    ["all of them", () => true],
    ["none", () => false],
    ["the first one's weights alone", (pack) => pack[0] === "first.a"],
    ["all but averages", (pack) => !pack[0]!.startsWith("ema")],
  ])("end where they end op by op, with %s packed", async (_, mayPack) => {
    const run = async (backend: "ort" | "cpu") => {
      const executor = await createExecutor(backend);
      const store = executor.createStore(players);
      const refusing = store as typeof store & { pack?: (pack: Pack) => boolean };
      const { pack } = refusing;
      if (pack) refusing.pack = (names) => mayPack(names) && pack(names);
      const step = await executor.compile(twoPlayers, store, { x: [5], rate: [] });
      for (let round = 0; round < 3; round++) await step.run(draws);
      return store.read();
    };
    const [compiled, eager] = [await run("ort"), await run("cpu")];
    for (const [name, value] of Object.entries(eager)) expect(compiled[name]).toBeAllClose(value, { rtol: 1e-5 });
  });
});

test("a step that updates some of the weights that another packs leaves the others as they are", async () => {
  const executor = await createExecutor("ort");
  const store = executor.createStore(mlpState);
  const train = await executor.compile(trainStep, store, drawShapes);
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

test("a step compiled before its weights are laid side by side reads them where they then lie", async () => {
  const executor = await createExecutor("ort");
  const store = executor.createStore(mlpState);
  const [name] = Object.keys(mlpState) as [string];
  const show = await executor.compile((state) => ({ outputs: { w: state[name]! } }), store, {});
  const train = await executor.compile(trainStep, store, drawShapes);
  await train.run(mlpDraws(0));
  expect((await show.run({}))["w"]!.data).toEqual((await store.read([name]))[name]!.data);
});

test("inputs and results of a packed graph are packs in the place of their members", () => {
  const { graph, weights, updates, packs } = packed(trainStep, mlpState, drawShapes);
  const inputs = new Set(nodesOf(graph).flatMap(({ op, attrs }) => (op === "Input" ? [attrs.name] : [])));
  for (const name of weights) expect(inputs).toContain(weightInput(name));
  expect(updates.map(nextWeight).every((name) => name in graph)).toBe(true);
  expect(updates.flatMap((name) => packs[name] ?? [name]).sort()).toEqual(Object.keys(mlpState).sort());
});

test("small weights are taken out of their packs, and large ones are inputs of their own", () => {
  const inputsOf = (width: number) => {
    const shapes = { a: [width, width], b: [width, width] };
    const step: StepFunction = (state, { x }) => {
      const y = x!.matMul(state["a"]!).matMul(state["b"]!).sum();
      return { state: mapParams(shapes, (_, name) => state[name]!.sub(y)), outputs: {} };
    };
    return compileStep(step, shapes, { x: [1, width] }, { mayPack: () => true }).weights;
  };
  expect(inputsOf(16)).toEqual(["pack.0"]);
  expect(inputsOf(128)).toEqual(["a", "b", "pack.0"]);
});
