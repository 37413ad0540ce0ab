import { mapParams, type NDArrays, type Params, tf } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { createExecutor, exportModel, type StepFunction } from "./index.ts";
import { createSession, loadOrt } from "./ort/session.ts";
import { resize, unetDraws, unetState, unetStep } from "./testing/unet-step.ts";

/** The loss of the U-Net, whose weights it leaves alone. */
const judge: StepFunction = (state: Params, draws: Params) => ({ outputs: unetStep(resize)(state, draws).outputs });
const draws = unetDraws(0, 2);
const inputs = mapParams(draws, ({ shape }) => shape);

async function runFile(file: Uint8Array, feeds: NDArrays) {
  const ort = loadOrt();
  const session = await createSession(ort, file, { threads: 1 });
  const results = await session.run(mapParams(feeds, ({ shape, data }) => new ort.Tensor("float32", data, shape)));
  return { session, results };
}

test("an exported file holds the weights and does what the step does", async () => {
  const file = await exportModel(judge, { weights: unetState, inputs });
  const { session, results } = await runFile(file, draws);
  expect([...session.inputNames].sort()).toEqual(["noise", "target", "x"]);
  expect(session.outputNames).toEqual(["loss"]);
  const executor = await createExecutor("cpu");
  const step = await executor.compile(judge, executor.createStore(unetState), inputs);
  expect(results["loss"]!.data[0]).toBeAllClose((await step.run(draws))["loss"]!, { rtol: 1e-5 });
});

test("a file has standard ops alone", async () => {
  const text = Buffer.from(await exportModel(judge, { weights: unetState, inputs })).toString("latin1");
  expect(text).not.toContain("com.microsoft");
  expect(text).toContain("Conv");
});

test("training is not exported, nor two things under one name", async () => {
  const given = { weights: unetState, inputs };
  await expect(exportModel(unetStep(resize), given)).rejects.toThrow(/it changes weights \(in\.w, /);
  const twice: StepFunction = (_, { x }) => ({ outputs: { x: x!.neg() } });
  await expect(exportModel(twice, { weights: {}, inputs: { x: [1] } })).rejects.toThrow(/'x'/);
});

/** Reshapes, constants that are as large as the batch, and their joins, as in a student that generates. */
const generate: StepFunction = (state: Params, { z }: Params) => {
  const count = z!.shape[0]!;
  const level = tf.fill([count, 1], 2.5);
  const pairs = z!.mul(level).reshape([-1, 2]).matMul(state["w"]!).reshape([count, 2, 3]);
  const known = tf.ones([count, 2, 1]).mul(level.reshape([count, 1, 1]).square());
  return { outputs: { xg: tf.concat([pairs, known], 2).sub(pairs.mean([1, 2], true)) } };
};
const w = { shape: [2, 3], data: Float32Array.from({ length: 6 }, (_, i) => i - 2) };

test("one file serves every batch", async () => {
  const file = await exportModel(generate, { weights: { w }, inputs: { z: ["batch", 4] } });
  const executor = await createExecutor("cpu");
  const store = executor.createStore({ w });
  for (const count of [1, 2, 5]) {
    const z = { shape: [count, 4], data: Float32Array.from({ length: 4 * count }, (_, i) => Math.sin(i)) };
    const { xg } = (await runFile(file, { z })).results;
    const step = await executor.compile(generate, store, { z: z.shape });
    expect(xg!.dims).toEqual([count, 2, 4]);
    expect(Array.from(xg!.data as Float32Array)).toBeAllClose((await step.run({ z }))["xg"]!, {
      rtol: 1e-5,
      atol: 1e-6,
    });
  }
});

test("so does one with convolutions, attention and normalisation", async () => {
  const image = ["batch", 8, 8, 2] as const;
  const file = await exportModel(judge, { weights: unetState, inputs: { x: image, target: image, noise: ["batch"] } });
  const executor = await createExecutor("ort");
  const store = executor.createStore(unetState);
  for (const count of [1, 3]) {
    const given = unetDraws(0, count);
    const step = await executor.compile(
      judge,
      store,
      mapParams(given, ({ shape }) => shape),
    );
    const { loss } = (await runFile(file, given)).results;
    expect(loss!.data[0]).toBeAllClose((await step.run(given))["loss"]!, { rtol: 1e-5 });
  }
});

test("what depends on the batch otherwise than by its shape is exported for one size alone", async () => {
  const number: StepFunction = (_, { z }) => ({ outputs: { x: z!.add(tf.range(0, z!.shape[0]!).expandDims(1)) } });
  await expect(exportModel(number, { weights: {}, inputs: { z: ["batch", 4] } })).rejects.toThrow(
    /every size of the batch\n.*export it for one size/,
  );
  expect((await exportModel(number, { weights: {}, inputs: { z: [8, 4] } })).length).toBeGreaterThan(0);
});
