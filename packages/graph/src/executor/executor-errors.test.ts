import { type NDArrays, type Params, scalar, tf, TweedieError } from "@tweedie/core";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Backend, createExecutor, type Executor, type StepFunction } from "../index.ts";

const backends = ["ort", "cpu", "wasm"] as const;
const executors = {} as Record<(typeof backends)[number], Executor>;
const zeros = (length: number) => ({ shape: [length], data: new Float32Array(length) });

beforeAll(async () => {
  for (const backend of backends) executors[backend] = await createExecutor(backend);
});

describe.each(backends)("%s", (backend) => {
  const compile = async (step: StepFunction, state: NDArrays = {}, draws: Record<string, number[]> = {}) => {
    const store = executors[backend].createStore(state);
    return { store, step: await executors[backend].compile(step, store, draws) };
  };
  const grow: StepFunction = function grow({ w }, { x }) {
    return { state: { w: w!.add(x!) }, outputs: {} };
  };

  test.each<[string, NDArrays, RegExp]>([
    ["a missing draw", {}, /step grow: the draw 'x' \[2\] is missing/],
    ["a draw of the wrong shape", { x: zeros(3) }, /draw 'x' has shape \[3\].*must be \[2\]/],
    ["a draw with too few numbers", { x: { shape: [2], data: new Float32Array(1) } }, /1 numbers/],
    ["an unknown draw", { x: zeros(2), z: scalar(1) }, /no draw 'z'.*with the draws x/],
  ])("rejects %s", async (_, draws, message) => {
    const { step } = await compile(grow, { w: zeros(2) }, { x: [2] });
    expect(() => step.run(draws)).toThrow(message);
    expect(() => step.run(draws)).toThrow(TweedieError);
  });

  test("rejects an update of another shape than the weight", async () => {
    const attempt = async () => (await compile(grow, { w: scalar(0) }, { x: [2] })).step.run({ x: zeros(2) });
    await expect(attempt()).rejects.toThrow(
      /step grow: it updates the weight 'w' of shape \[\] with a value of shape \[2\]/,
    );
  });

  test("rejects an update of a weight that is not in the store", async () => {
    const attempt = async () =>
      (await compile((_, { x }) => ({ state: { w: x! }, outputs: {} }), {}, { x: [] })).step.run({ x: scalar(0) });
    await expect(attempt()).rejects.toThrow(/updates the weight 'w', which is not in the store/);
  });

  test("rejects written values of the wrong shape or name", async () => {
    const { store } = await compile(({ w }) => ({ outputs: { w: w! } }), { w: scalar(0) });
    expect(() => store.write({ w: zeros(2) })).toThrow(/weight 'w' has shape \[2\]/);
    expect(() => store.write({ v: scalar(1) })).toThrow(/no weight 'v'/);
  });

  test("rejects a disposed step and another executor's store", async () => {
    const { step, store } = await compile(({ w }) => ({ outputs: { w: w! } }), { w: scalar(0) });
    await step.dispose();
    await step.dispose();
    expect(() => step.run({})).toThrow(/disposed/);
    const other = executors[backend === "ort" ? "cpu" : "ort"];
    expect(() => other.compile(() => ({ outputs: {} }), store, {})).toThrow(/another executor/);
  });
});

test("a missing kernel of an eager backend is reported with the call and a backend that has it", async () => {
  const store = executors.wasm.createStore({});
  const step: StepFunction = (_: Params, { x, w }: Params) => ({
    outputs: { g: tf.grad((w) => tf.conv2d(x!.as4D(1, 4, 4, 1), w.as4D(3, 3, 1, 1), 1, "same"))(w!) },
  });
  const compiled = await executors.wasm.compile(step, store, { x: [16], w: [9] });
  await expect(compiled.run({ x: zeros(16), w: zeros(9) })).rejects.toThrow(
    /executor-errors\.test\.ts:\d+:\d+: .*needs the kernel Conv2DBackpropFilter, which the wasm backend lacks\n.*--backend ort/,
  );
});

const missingTensorflow = /backend tensorflow: its addon has not been built\n.*tweedie backend build tensorflow/;

test.each<[Backend, RegExp]>([
  ["tensorflow", missingTensorflow],
  ["tensorflow-eager", missingTensorflow],
  ["webgpu-eager", /backend webgpu-eager: webgpu does not load.*\n.*npm install webgpu/],
  ["none" as Backend, /no backend 'none'\n.*auto, ort, wasm/],
])(
  "the backend %s, which is not installed, is an error with the command that installs it",
  async (backend, message) => {
    vi.stubEnv("TWEEDIE_CACHE", "/no/such/folder");
    const globalBackend = tf.getBackend();
    await expect(createExecutor(backend)).rejects.toThrow(message);
    await expect(createExecutor(backend)).rejects.toThrow(TweedieError);
    expect(tf.getBackend()).toBe(globalBackend);
    vi.unstubAllEnvs();
  },
);
