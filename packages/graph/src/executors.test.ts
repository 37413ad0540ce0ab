import { mapParams, type NDArrays, type Params, scalar, tf, TweedieError } from "@tweedie/core";
import "@tweedie/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, createExecutor, type Executor, type StepFunction } from "./index.ts";
import { drawShapes, mlpDraws, mlpState, predictStep, trainStep } from "./testing/mlp-step.ts";

const here = ["ort", "cpu", "wasm"] as const;
const executors = {} as Record<(typeof here)[number], Executor>;

beforeAll(async () => {
  for (const backend of here) executors[backend] = await createExecutor(backend);
});
afterAll(async () => {
  for (const executor of Object.values(executors)) await executor.dispose();
});

async function train(executor: Executor, rounds: number) {
  const store = executor.createStore(mlpState);
  const step = await executor.compile(trainStep, store, drawShapes);
  const losses: number[] = [];
  for (let round = 0; round < rounds; round++) losses.push((await step.run(mlpDraws(round)))["loss"]!.data[0]!);
  await step.dispose();
  return { losses, state: await store.read() };
}

test("twenty steps of Adam are the same, compiled and on either eager backend", async () => {
  const [compiled, cpu, wasm] = await Promise.all(here.map((backend) => train(executors[backend], 20)));
  for (const eager of [cpu!, wasm!]) {
    expect(compiled!.losses).toBeAllClose(eager.losses, { rtol: 1e-5 });
    for (const [name, value] of Object.entries(eager.state)) {
      expect(compiled!.state[name]).toBeAllClose(value, { rtol: 1e-5, atol: 1e-6 });
    }
  }
});

test("two sessions of one step give the same bits", async () => {
  const [first, second] = [await train(executors.ort, 30), await train(await createExecutor("ort"), 30)];
  expect(second).toEqual(first);
});

test("a small step says that it runs on one of its executor's threads", async () => {
  const executor = await createExecutor("ort", { threads: 2 });
  const step = await executor.compile((_, { x }) => ({ outputs: { y: x!.square() } }), executor.createStore({}), { x: [2] }); // prettier-ignore
  expect(step.threads).toBe(1);
});

describe.each(here)("%s", (backend) => {
  const compile = async (step: StepFunction, state: NDArrays = {}, draws: Record<string, number[]> = {}) => {
    const store = executors[backend].createStore(state);
    return { store, step: await executors[backend].compile(step, store, draws) };
  };

  test("steps share a store: one trains what the other predicts with", async () => {
    const store = executors[backend].createStore(mlpState);
    const training = await executors[backend].compile(trainStep, store, drawShapes);
    const prediction = await executors[backend].compile(predictStep, store, { x: [32, 2] });
    const { x, y } = mlpDraws(0);
    const error = async () => {
      const predicted = (await prediction.run({ x: x! }))["y"]!;
      return predicted.data.reduce((sum, value, i) => sum + (value - y!.data[i]!) ** 2, 0) / 32;
    };
    for (let round = 0; round < 5; round++) {
      const before = await error();
      const { loss } = await training.run(mlpDraws(0));
      expect(loss!.data[0]).toBeAllClose(before, { rtol: 1e-5 });
    }
  });

  test("runs that are not waited for take turns", async () => {
    const step: StepFunction = ({ n }, { by }) => ({ state: { n: n!.add(by!) }, outputs: { n: n! } });
    const { store, step: counter } = await compile(step, { n: scalar(0) }, { by: [] });
    const runs = [1, 10, 100].map((by) => counter.run({ by: scalar(by) }));
    const read = store.read(["n"]);
    expect((await Promise.all(runs)).map(({ n }) => n!.data[0])).toEqual([0, 1, 11]);
    expect((await read)["n"]!.data[0]).toBe(111);
  });

  test("weights may be exchanged, handed back, taken from draws, and shown", async () => {
    const step: StepFunction = ({ a, b, c, d }, { x }) => ({
      state: { a: b!, b: a!, c: c!, d: x! },
      outputs: { a: a!, again: a!, sum: a!.add(d!), x: x! },
    });
    const { store, step: exchange } = await compile(
      step,
      { a: scalar(1), b: scalar(2), c: scalar(3), d: scalar(4) },
      { x: [] },
    );
    expect(mapParams(await exchange.run({ x: scalar(5) }), ({ data }) => data[0])).toEqual({
      a: 1,
      again: 1,
      sum: 5,
      x: 5,
    });
    expect(mapParams(await exchange.run({ x: scalar(6) }), ({ data }) => data[0])).toEqual({
      a: 2,
      again: 2,
      sum: 7,
      x: 6,
    });
    expect(mapParams(await store.read(), ({ data }) => data[0])).toEqual({ a: 1, b: 2, c: 3, d: 6 });
  });

  test("what is read, shown or written is a copy", async () => {
    const { store, step } = await compile(({ w }) => ({ outputs: { w: w! } }), { w: scalar(1) });
    const [read, shown] = [(await store.read())["w"]!, (await step.run({}))["w"]!];
    const written = scalar(2);
    store.write({ w: written });
    written.data[0] = 3;
    expect([read.data[0], shown.data[0]]).toEqual([1, 1]);
    expect((await step.run({}))["w"]!.data[0]).toBe(2);
  });

  test("a draw that the step does not use is accepted", async () => {
    const { step } = await compile((_, { x }) => ({ outputs: { x: x! } }), {}, { x: [], unused: [3] });
    expect((await step.run({ x: scalar(1), unused: { shape: [3], data: new Float32Array(3) } }))["x"]!.data[0]).toBe(1);
  });

  test("results that are not float32 are shown as numbers", async () => {
    const { step } = await compile((_, { x }) => ({ outputs: { is: x!.greater(1), at: x!.argMax() } }), {}, { x: [3] });
    const shown = await step.run({ x: { shape: [3], data: Float32Array.of(0, 1, 2) } });
    expect([...shown["is"]!.data, ...shown["at"]!.data]).toEqual([0, 0, 1, 2]);
  });

  describe("says what is wrong", () => {
    const grow: StepFunction = function grow({ w }, { x }) {
      return { state: { w: w!.add(x!) }, outputs: {} };
    };
    test.each<[string, NDArrays, RegExp]>([
      ["a draw that is missing", {}, /step grow: the draw 'x' is missing: it takes \[2\]/],
      [
        "a draw of another shape",
        { x: { shape: [3], data: new Float32Array(3) } },
        /draw 'x' has shape \[3\].*must be \[2\]/,
      ],
      ["a draw with too few numbers", { x: { shape: [2], data: new Float32Array(1) } }, /1 numbers/],
      [
        "a draw that nobody knows",
        { x: { shape: [2], data: new Float32Array(2) }, z: scalar(1) },
        /no draw 'z'.*with x/,
      ],
    ])("%s", async (_, draws, message) => {
      const { step } = await compile(grow, { w: { shape: [2], data: new Float32Array(2) } }, { x: [2] });
      expect(() => step.run(draws)).toThrow(message);
      expect(() => step.run(draws)).toThrow(TweedieError);
    });

    test("a weight that outgrows its shape", async () => {
      const attempt = async () =>
        (await compile(grow, { w: scalar(0) }, { x: [2] })).step.run({ x: { shape: [2], data: new Float32Array(2) } });
      await expect(attempt()).rejects.toThrow(
        /step grow: it gives the weight 'w' of shape \[\] a value of shape \[2\]/,
      );
    });

    test("a weight that the store does not hold", async () => {
      const attempt = async () =>
        (await compile((_, { x }) => ({ state: { w: x! }, outputs: {} }), {}, { x: [] })).step.run({ x: scalar(0) });
      await expect(attempt()).rejects.toThrow(/changes the weight 'w', which the store does not hold/);
    });

    test("values for the store of another shape or name", async () => {
      const { store } = await compile(({ w }) => ({ outputs: { w: w! } }), { w: scalar(0) });
      expect(() => store.write({ w: { shape: [2], data: new Float32Array(2) } })).toThrow(/weight 'w' has shape \[2\]/);
      expect(() => store.write({ v: scalar(1) })).toThrow(/no weight 'v'/);
    });

    test("a step that has been disposed, and a store of another executor", async () => {
      const { step, store } = await compile(({ w }) => ({ outputs: { w: w! } }), { w: scalar(0) });
      await step.dispose();
      await step.dispose();
      expect(() => step.run({})).toThrow(/disposed/);
      const other = executors[backend === "ort" ? "cpu" : "ort"];
      expect(() => other.compile(() => ({ outputs: {} }), store, {})).toThrow(/another executor/);
    });
  });
});

test.each(["cpu", "wasm"] as const)("%s keeps no tensor of a step", async (backend) => {
  const store = executors[backend].createStore(mlpState);
  const step = await executors[backend].compile(trainStep, store, drawShapes);
  await step.run(mlpDraws(0));
  const before = tf.memory().numTensors;
  for (let round = 0; round < 5; round++) await step.run(mlpDraws(round));
  expect(tf.memory().numTensors).toBe(before);
  store.dispose();
  expect(tf.memory().numTensors).toBe(before - Object.keys(mlpState).length);
});

test("executors leave the global backend alone, between and during their steps", async () => {
  await tf.setBackend("cpu");
  const training = (["ort", "wasm"] as const).map((backend) => train(executors[backend], 3));
  expect(tf.getBackend()).toBe("cpu");
  expect(tf.tidy(() => tf.scalar(2).square().dataSync()[0])).toBe(4);
  await Promise.all(training);
  expect(tf.getBackend()).toBe("cpu");
});

test("loading a backend catches no errors of the process", () => {
  expect(process.listeners("uncaughtException").map(String).join()).not.toMatch(/ExitStatus/);
});

test("an eager backend that lacks a kernel says which, where, and what has it", async () => {
  const store = executors.wasm.createStore({});
  const step: StepFunction = (_: Params, { x, w }: Params) => ({
    outputs: { g: tf.grad((w) => tf.conv2d(x!.as4D(1, 4, 4, 1), w.as4D(3, 3, 1, 1), 1, "same"))(w!) },
  });
  const compiled = await executors.wasm.compile(step, store, { x: [16], w: [9] });
  const draws = { x: { shape: [16], data: new Float32Array(16) }, w: { shape: [9], data: new Float32Array(9) } };
  await expect(compiled.run(draws)).rejects.toThrow(
    /executors\.test\.ts:\d+:\d+: .*needs the kernel Conv2DBackpropFilter, which the wasm backend lacks\n.*--backend ort/,
  );
});

test.each<[Backend, RegExp]>([
  [
    "tensorflow",
    /backend tensorflow: @tensorflow\/tfjs-node-gpu or @tensorflow\/tfjs-node does not load.*\n.*npm install/,
  ],
  ["webgpu", /backend webgpu: webgpu does not load.*\n.*npm install webgpu/],
  ["none" as Backend, /no backend 'none'\n.*auto, ort, wasm/],
])("%s, which is not installed, is an error that says how to get it", async (backend, message) => {
  await expect(createExecutor(backend)).rejects.toThrow(message);
  await expect(createExecutor(backend)).rejects.toThrow(TweedieError);
  expect(tf.getBackend()).toBe("cpu");
});
