import { mapParams, type NDArrays, scalar, tf } from "@tweedie/core";
import "@tweedie/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createExecutor, type Executor, type StepFunction } from "../index.ts";
import { mlpDrawShapes, mlpDraws, mlpPredictStep, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";

const backends = ["ort", "cpu", "wasm"] as const;
const executors = {} as Record<(typeof backends)[number], Executor>;

beforeAll(async () => {
  for (const backend of backends) executors[backend] = await createExecutor(backend);
});
afterAll(async () => {
  for (const executor of Object.values(executors)) await executor.dispose();
});

async function train(executor: Executor, iterations: number) {
  const store = executor.createStore(mlpState);
  const step = await executor.compile(mlpTrainStep, store, mlpDrawShapes);
  const losses: number[] = [];
  for (let i = 0; i < iterations; i++) losses.push((await step.run(mlpDraws(i)))["loss"]!.data[0]!);
  await step.dispose();
  return { losses, state: await store.read() };
}

test("20 steps of Adam agree, compiled and on both eager backends", async () => {
  const [compiled, cpu, wasm] = await Promise.all(backends.map((backend) => train(executors[backend], 20)));
  for (const eager of [cpu!, wasm!]) {
    expect(compiled!.losses).toBeAllClose(eager.losses, { rtol: 1e-5 });
    for (const [name, value] of Object.entries(eager.state)) {
      expect(compiled!.state[name]).toBeAllClose(value, { rtol: 1e-5, atol: 1e-6 });
    }
  }
});

test("two sessions of one step are bit-identical", async () => {
  const [first, second] = [await train(executors.ort, 30), await train(await createExecutor("ort"), 30)];
  expect(second).toEqual(first);
});

test("a small step reports that it runs on one of its executor's threads", async () => {
  const executor = await createExecutor("ort", { threads: 2 });
  const square: StepFunction = (_, { x }) => ({ outputs: { y: x!.square() } });
  expect((await executor.compile(square, executor.createStore({}), { x: [2] })).threads).toBe(1);
});

describe.each(backends)("%s", (backend) => {
  const compile = async (step: StepFunction, state: NDArrays = {}, draws: Record<string, number[]> = {}) => {
    const store = executors[backend].createStore(state);
    return { store, step: await executors[backend].compile(step, store, draws) };
  };

  test("steps share a store: one predicts with the weights that the other trains", async () => {
    const store = executors[backend].createStore(mlpState);
    const training = await executors[backend].compile(mlpTrainStep, store, mlpDrawShapes);
    const prediction = await executors[backend].compile(mlpPredictStep, store, { x: [32, 2] });
    const { x, y } = mlpDraws(0);
    const error = async () => {
      const predicted = (await prediction.run({ x: x! }))["y"]!;
      return predicted.data.reduce((sum, value, i) => sum + (value - y!.data[i]!) ** 2, 0) / 32;
    };
    for (let i = 0; i < 5; i++) {
      const before = await error();
      const { loss } = await training.run(mlpDraws(0));
      expect(loss!.data[0]).toBeAllClose(before, { rtol: 1e-5 });
    }
  });

  test("concurrent runs and reads are executed one after another", async () => {
    const step: StepFunction = ({ n }, { by }) => ({ state: { n: n!.add(by!) }, outputs: { n: n! } });
    const { store, step: counter } = await compile(step, { n: scalar(0) }, { by: [] });
    const runs = [1, 10, 100].map((by) => counter.run({ by: scalar(by) }));
    const read = store.read(["n"]);
    expect((await Promise.all(runs)).map(({ n }) => n!.data[0])).toEqual([0, 1, 11]);
    expect((await read)["n"]!.data[0]).toBe(111);
  });

  test("a step may swap weights, return them unchanged or as outputs, and set them to draws", async () => {
    const step: StepFunction = ({ a, b, c, d }, { x }) => ({
      state: { a: b!, b: a!, c: c!, d: x! },
      outputs: { a: a!, again: a!, sum: a!.add(d!), x: x! },
    });
    const state = { a: scalar(1), b: scalar(2), c: scalar(3), d: scalar(4) };
    const { store, step: swap } = await compile(step, state, { x: [] });
    const run = async (x: number) => mapParams(await swap.run({ x: scalar(x) }), ({ data }) => data[0]);
    expect(await run(5)).toEqual({ a: 1, again: 1, sum: 5, x: 5 });
    expect(await run(6)).toEqual({ a: 2, again: 2, sum: 7, x: 6 });
    expect(mapParams(await store.read(), ({ data }) => data[0])).toEqual({ a: 1, b: 2, c: 3, d: 6 });
  });

  test("reads, outputs and writes copy their arrays", async () => {
    const { store, step } = await compile(({ w }) => ({ outputs: { w: w! } }), { w: scalar(1) });
    const [read, output] = [(await store.read())["w"]!, (await step.run({}))["w"]!];
    const written = scalar(2);
    store.write({ w: written });
    written.data[0] = 3;
    expect([read.data[0], output.data[0]]).toEqual([1, 1]);
    expect((await step.run({}))["w"]!.data[0]).toBe(2);
  });

  test("a draw that the step does not use is accepted", async () => {
    const { step } = await compile((_, { x }) => ({ outputs: { x: x! } }), {}, { x: [], unused: [3] });
    expect((await step.run({ x: scalar(1), unused: { shape: [3], data: new Float32Array(3) } }))["x"]!.data[0]).toBe(1);
  });

  test("outputs that are not float32 are converted", async () => {
    const { step } = await compile((_, { x }) => ({ outputs: { is: x!.greater(1), at: x!.argMax() } }), {}, { x: [3] });
    const outputs = await step.run({ x: { shape: [3], data: Float32Array.of(0, 1, 2) } });
    expect([...outputs["is"]!.data, ...outputs["at"]!.data]).toEqual([0, 0, 1, 2]);
  });
});

test.each(["cpu", "wasm"] as const)("%s leaks no tensors", async (backend) => {
  const store = executors[backend].createStore(mlpState);
  const step = await executors[backend].compile(mlpTrainStep, store, mlpDrawShapes);
  await step.run(mlpDraws(0));
  const before = tf.memory().numTensors;
  for (let i = 0; i < 5; i++) await step.run(mlpDraws(i));
  expect(tf.memory().numTensors).toBe(before);
  store.dispose();
  expect(tf.memory().numTensors).toBe(before - Object.keys(mlpState).length);
});

test("executors do not change the global backend, between and during their steps", async () => {
  await tf.setBackend("cpu");
  const training = (["ort", "wasm"] as const).map((backend) => train(executors[backend], 3));
  expect(tf.getBackend()).toBe("cpu");
  expect(tf.tidy(() => tf.scalar(2).square().dataSync()[0])).toBe(4);
  await Promise.all(training);
  expect(tf.getBackend()).toBe("cpu");
});

test("loading a backend adds no listener for uncaught errors", () => {
  expect(process.listeners("uncaughtException").map(String).join()).not.toMatch(/ExitStatus/);
});
