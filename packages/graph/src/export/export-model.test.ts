import { mapParams, type NDArrays, type Params, tf } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { createExecutor, exportModel, type StepFunction } from "../index.ts";
import { createSession, loadOrt } from "../ort/session.ts";
import { unetDraws, unetState, unetStep, upsampleNearest } from "../testing/unet-step.ts";

/** Loss of the U-Net, without an update of its weights. */
const lossStep: StepFunction = (state: Params, draws: Params) => ({
  outputs: unetStep(upsampleNearest)(state, draws).outputs,
});
const draws = unetDraws(0, 2);
const inputs = mapParams(draws, ({ shape }) => shape);

async function runFile(file: Uint8Array, feeds: NDArrays) {
  const ort = loadOrt();
  const session = await createSession(ort, file, { threads: 1 });
  const results = await session.run(mapParams(feeds, ({ shape, data }) => new ort.Tensor("float32", data, shape)));
  return { session, results };
}

test("an exported file contains the weights and computes the step", async () => {
  const file = await exportModel(lossStep, { weights: unetState, inputs });
  const { session, results } = await runFile(file, draws);
  expect([...session.inputNames].sort()).toEqual(["noise", "target", "x"]);
  expect(session.outputNames).toEqual(["loss"]);
  const executor = await createExecutor("cpu");
  const step = await executor.compile(lossStep, executor.createStore(unetState), inputs);
  expect(results["loss"]!.data[0]).toBeAllClose((await step.run(draws))["loss"]!, { rtol: 1e-5 });
});

test("an exported file contains standard ops only", async () => {
  const text = Buffer.from(await exportModel(lossStep, { weights: unetState, inputs })).toString("latin1");
  expect(text).not.toContain("com.microsoft");
  expect(text).toContain("Conv");
});

test("steps that update weights, and duplicate names, are rejected", async () => {
  await expect(exportModel(unetStep(upsampleNearest), { weights: unetState, inputs })).rejects.toThrow(
    /it updates weights \(in\.w, /,
  );
  const twice: StepFunction = (_, { x }) => ({ outputs: { x: x!.neg() } });
  await expect(exportModel(twice, { weights: {}, inputs: { x: [1] } })).rejects.toThrow(/the name 'x'/);
});

/** Reshapes, constants of the size of the batch, and concatenations, as in a student's sampling step. */
const sampleStep: StepFunction = (state: Params, { z }: Params) => {
  const count = z!.shape[0]!;
  const level = tf.fill([count, 1], 2.5);
  const pairs = z!.mul(level).reshape([-1, 2]).matMul(state["w"]!).reshape([count, 2, 3]);
  const constants = tf.ones([count, 2, 1]).mul(level.reshape([count, 1, 1]).square());
  return { outputs: { xg: tf.concat([pairs, constants], 2).sub(pairs.mean([1, 2], true)) } };
};
const w = { shape: [2, 3], data: Float32Array.from({ length: 6 }, (_, i) => i - 2) };

test("a file with a dynamic batch runs on every batch size", async () => {
  const file = await exportModel(sampleStep, { weights: { w }, inputs: { z: ["batch", 4] } });
  const executor = await createExecutor("cpu");
  const store = executor.createStore({ w });
  for (const count of [1, 2, 5]) {
    const z = { shape: [count, 4], data: Float32Array.from({ length: 4 * count }, (_, i) => Math.sin(i)) };
    const { xg } = (await runFile(file, { z })).results;
    const step = await executor.compile(sampleStep, store, { z: z.shape });
    const expected = (await step.run({ z }))["xg"]!;
    expect(xg!.dims).toEqual([count, 2, 4]);
    expect(Array.from(xg!.data as Float32Array)).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 });
  }
});

test("a file with a dynamic batch may have convolutions, attention and normalisation", async () => {
  const image = ["batch", 8, 8, 2] as const;
  const inputs = { x: image, target: image, noise: ["batch"] } as const;
  const file = await exportModel(lossStep, { weights: unetState, inputs });
  const executor = await createExecutor("ort");
  const store = executor.createStore(unetState);
  for (const count of [1, 3]) {
    const draws = unetDraws(0, count);
    const shapes = mapParams(draws, ({ shape }) => shape);
    const step = await executor.compile(lossStep, store, shapes);
    const { loss } = (await runFile(file, draws)).results;
    expect(loss!.data[0]).toBeAllClose((await step.run(draws))["loss"]!, { rtol: 1e-5 });
  }
});

test("a step with constants that depend on the batch size is exported for a fixed batch size only", async () => {
  const number: StepFunction = (_, { z }) => ({ outputs: { x: z!.add(tf.range(0, z!.shape[0]!).expandDims(1)) } });
  await expect(exportModel(number, { weights: {}, inputs: { z: ["batch", 4] } })).rejects.toThrow(
    /depends on the batch size in more than shapes\n.*export it for one batch size/,
  );
  expect((await exportModel(number, { weights: {}, inputs: { z: [8, 4] } })).length).toBeGreaterThan(0);
});
