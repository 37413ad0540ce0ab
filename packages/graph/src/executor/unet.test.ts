import { mapParams } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { compileStep } from "../compile/compile-step.ts";
import { createExecutor, type Executor, type StepFunction } from "../index.ts";
import { writeModel } from "../lower/lower-graph.ts";
import { unetDraws, unetState, unetStep, upsampleByRepetition, upsampleNearest } from "../testing/unet-step.ts";

const batch = 2;
const shapes = mapParams(unetDraws(0, batch), ({ shape }) => shape);

async function train(executor: Executor, step: StepFunction, iterations: number) {
  const store = executor.createStore(unetState);
  const compiled = await executor.compile(step, store, shapes);
  const losses: number[] = [];
  for (let i = 0; i < iterations; i++) losses.push((await compiled.run(unetDraws(i, batch)))["loss"]!.data[0]!);
  return { losses, state: await store.read() };
}

test("training of a U-Net with GroupNorm, attention, down- and upsampling agrees with the eager cpu backend", async () => {
  const compiled = await train(await createExecutor("ort"), unetStep(upsampleNearest), 2);
  const eager = await train(await createExecutor("cpu"), unetStep(upsampleByRepetition), 2);
  expect(compiled.losses).toBeAllClose(eager.losses, { rtol: 1e-5 });
  for (const [name, value] of Object.entries(eager.state)) {
    expect(compiled.state[name]).toBeAllClose(value, { rtol: 1e-4, atol: 1e-5 });
  }
});

test("nearest upsampling on the eager cpu backend trains like repetition", async () => {
  const executor = await createExecutor("cpu");
  const nearest = await train(executor, unetStep(upsampleNearest), 2);
  const repetition = await train(executor, unetStep(upsampleByRepetition), 2);
  for (const [name, value] of Object.entries(repetition.state)) {
    expect(nearest.state[name]).toBeAllClose(value, { atol: 1e-5 });
  }
});

test("two sessions are bit-identical", async () => {
  const runs = await Promise.all(
    [1, 2].map(async () => train(await createExecutor("ort"), unetStep(upsampleNearest), 2)),
  );
  expect(runs[0]).toEqual(runs[1]);
});

test("the model of a large batch contains im2col indices of one chunk only", () => {
  const weights = mapParams(unetState, ({ shape }) => shape);
  const bytes = (batch: number) => {
    const draws = mapParams(unetDraws(0, batch), ({ shape }) => shape);
    return writeModel(compileStep(unetStep(upsampleNearest), weights, draws).graph).length;
  };
  expect(bytes(2)).toBeLessThan(60_000);
  expect(bytes(256)).toBeLessThan(400_000); // indices of all images would be 1.3 million bytes
});
