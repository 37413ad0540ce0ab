import { mapParams } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { compileStep } from "./compile.ts";
import { createExecutor, type Executor, type StepFunction } from "./index.ts";
import { writeModel } from "./onnx/model.ts";
import { repeat, resize, unetDraws, unetState, unetStep } from "./testing/unet-step.ts";

const batch = 3;
const shapes = mapParams(unetDraws(0, batch), ({ shape }) => shape);

async function train(executor: Executor, step: StepFunction, rounds: number) {
  const store = executor.createStore(unetState);
  const compiled = await executor.compile(step, store, shapes);
  const losses: number[] = [];
  for (let round = 0; round < rounds; round++)
    losses.push((await compiled.run(unetDraws(round, batch)))["loss"]!.data[0]!);
  return { losses, state: await store.read() };
}

test("a U-Net with GroupNorm, attention, down- and upsampling trains as it does eagerly", async () => {
  const compiled = await train(await createExecutor("ort"), unetStep(resize), 5);
  const eager = await train(await createExecutor("cpu"), unetStep(repeat), 5);
  expect(compiled.losses).toBeAllClose(eager.losses, { rtol: 1e-5 });
  for (const [name, value] of Object.entries(eager.state)) {
    expect(compiled.state[name]).toBeAllClose(value, { rtol: 1e-4, atol: 1e-5 });
  }
});

test("the eager cpu backend is as right about upsampling as about repetition", async () => {
  const executor = await createExecutor("cpu");
  const [resized, repeated] = [await train(executor, unetStep(resize), 2), await train(executor, unetStep(repeat), 2)];
  for (const [name, value] of Object.entries(repeated.state)) {
    expect(resized.state[name]).toBeAllClose(value, { atol: 1e-5 });
  }
});

test("two sessions give the same bits", async () => {
  const runs = await Promise.all([1, 2].map(async () => train(await createExecutor("ort"), unetStep(resize), 5)));
  expect(runs[0]).toEqual(runs[1]);
});

test("the model of a large batch holds no more than the numbers of the pixels of a part of it", () => {
  const bytes = (batch: number) => {
    const draws = mapParams(unetDraws(0, batch), ({ shape }) => shape);
    const { graph } = compileStep(unetStep(resize), mapParams(unetState, ({ shape }) => shape), draws); // prettier-ignore
    return writeModel(graph).length;
  };
  expect(bytes(2)).toBeLessThan(60_000);
  expect(bytes(256)).toBeLessThan(400_000); // all pixels of its images would be 1.3 million
});
