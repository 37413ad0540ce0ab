import { mapParams, type NDArrays, ndarray, scalar, tf } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import type { Executor, StepFunction } from "../executor/executor.ts";
import { createOrtExecutor } from "../ort/executor.ts";
import { createSession, loadOrt } from "../ort/session.ts";
import { mlpDraws, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";
import { unetDraws, unetState, unetStep, upsampleNearest } from "../testing/unet-step.ts";
import { createLoopExecutor } from "./loop-executor.ts";

const ort = loadOrt();
/** The loop on the CPU provider. */
const loops = createLoopExecutor({
  ort,
  name: "loop",
  createSession: (model) => createSession(ort, model, { threads: 1, optimized: true }),
});
const single = createOrtExecutor({ threads: 1 });

async function train(executor: Executor, step: StepFunction, state: NDArrays, draws: readonly NDArrays[], most = 1) {
  const store = executor.createStore(state);
  const compiled = await executor.compile(step, store, mapParams(draws[0]!, ({ shape }) => shape)); // prettier-ignore
  const outputs: NDArrays[] = [];
  for (let i = 0; i < draws.length; i += most) {
    outputs.push(...(await (compiled.many?.run(draws.slice(i, i + most)) ?? Promise.all([compiled.run(draws[i]!)]))));
  }
  await compiled.dispose();
  return { outputs, state: await store.read() };
}

const five = [1, 2, 3, 4, 5];
test.each([
  ["an MLP", mlpTrainStep, mlpState, five.map(mlpDraws)],
  ["a U-Net", unetStep(upsampleNearest), unetState, five.map((i) => unetDraws(i, 2))],
])("iterations of %s in one run are bit for bit those of single runs", async (_, step, state, draws) => {
  const expected = await train(loops, step, state, draws);
  for (const most of [2, 5]) expect(await train(loops, step, state, draws, most)).toEqual(expected);
  const reference = await train(single, step, state, draws);
  expect(expected.outputs.map(({ loss }) => loss!.data[0]!)).toBeAllClose(
    reference.outputs.map(({ loss }) => loss!.data[0]!),
    { rtol: 1e-5 },
  );
});

/** A step with conditions, integer indices, a constant that is not a scalar, and an update that does not read its weight. */
const mixedStep: StepFunction = ({ w, table }, { x }) => {
  const chosen = tf.where(x!.greater(0), w!, w!.mul(0.5));
  const index = tf.clipByValue(x!.round().abs(), 0, 2).toInt();
  const constant = tf.tensor1d(Array.from({ length: 3 }, (_, i) => i / 7));
  const looked = table!.add(constant).gather(index.asType("int32"));
  return {
    state: { w: chosen.add(looked), last: x! },
    outputs: { sum: looked.sum(), positive: x!.greater(0).asType("float32") },
  };
};

test("conditions, indices, constants, weights that are read only and updates that are not read", async () => {
  const draws = [1, 2, 3].map((i) => ({ x: ndarray([3], Float32Array.of(i - 2, 1.4 * i, -0.6 * i)) }));
  const state = {
    w: ndarray([3], Float32Array.of(1, 2, 3)),
    table: ndarray([3], Float32Array.of(10, 20, 30)),
    last: ndarray([3], new Float32Array(3)),
  };
  const expected = await train(single, mixedStep, state, draws);
  expect(await train(loops, mixedStep, state, draws, 3)).toEqual(expected);
  expect(expected.state["last"]).toEqual(draws[2]!.x);
});

test("a run of no iterations does nothing; a disposed step and wrong draws are errors", async () => {
  const store = loops.createStore({ w: scalar(1) });
  const step = await loops.compile(({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: {} }), store, { x: [] });
  expect(await step.many!.run([])).toEqual([]);
  expect(await step.many!.run([{ x: scalar(2) }, { x: scalar(3) }])).toEqual([{}, {}]);
  expect((await store.read())["w"]!.data[0]).toBe(6);
  expect(() => step.many!.run([{ x: scalar(2) }, {}])).toThrow("the draw 'x' [] is missing");
  await step.dispose();
  await expect(step.run({ x: scalar(2) })).rejects.toThrow("the step has been disposed");
});

test("steps share a store", async () => {
  const store = loops.createStore({ w: scalar(1) });
  const add = await loops.compile(({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: {} }), store, { x: [] });
  const read = await loops.compile(({ w }) => ({ outputs: { y: w!.mul(2) } }), store, {});
  await add.many!.run([{ x: scalar(1) }, { x: scalar(1) }]);
  expect((await read.run({}))["y"]!.data[0]).toBe(6);
});
