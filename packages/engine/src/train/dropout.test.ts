import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapParams, type NDArrays, random } from "@tweedie/core";
import { type Backend, createExecutor } from "@tweedie/graph";
import "@tweedie/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { denoisingDraws, denoisingStep } from "../steps/denoising.ts";
import { distillationDraws } from "../steps/distillation.ts";
import { trainableState } from "../steps/trainable-weights.ts";
import { dropoutYaml } from "./dropout.fixture.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  await writeFile(join(folder, "dropout.yaml"), dropoutYaml);
});
afterAll(() => rm(folder, { recursive: true }));

async function componentsOf(rate?: number) {
  const overrides = rate === undefined ? [] : [`network.dropout=${rate}`];
  return createComponents(await validateExperiment({ file: join(folder, "dropout.yaml"), overrides }));
}

/** Losses and final state of five steps of the teacher's training. */
async function pretrain(backend: Backend, rate?: number) {
  const { pretraining, teacher } = await componentsOf(rate);
  const executor = await createExecutor(backend, { threads: 1 });
  const store = executor.createStore(trainableState(pretraining.trainable, teacher.init(random(0, "teacher"))));
  const draws = (step: number) => denoisingDraws(pretraining, random(0, "draws", step), step);
  const shapes = mapParams(draws(1), ({ shape }) => shape);
  const step = await executor.compile(denoisingStep(pretraining), store, shapes);
  const losses: number[] = [];
  for (let i = 1; i <= 5; i++) losses.push((await step.run(draws(i)))["loss"]!.data[0]!);
  const state = await store.read();
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return { losses, state };
}

const masksIn = (draws: NDArrays): NDArrays =>
  Object.fromEntries(Object.entries(draws).filter(([name]) => name.endsWith(".mask")));

test("compiled training of the teacher with dropout equals training op by op", async () => {
  const [compiled, eager] = [await pretrain("ort", 0.2), await pretrain("cpu", 0.2)];
  expect(compiled.losses).toBeAllClose(eager.losses, { rtol: 1e-5 });
  for (const [name, { data }] of Object.entries(compiled.state)) {
    expect(data, name).toBeAllClose(eager.state[name]!.data, { atol: 1e-5, rtol: 1e-4 });
  }
});

test("masks are draws of the teacher's training, different at each step, and not of the distillation", async () => {
  const { pretraining, distillation } = await componentsOf(0.2);
  const masksAt = (step: number) => masksIn(denoisingDraws(pretraining, random(0, "draws", step), step));
  expect(Object.keys(masksAt(1))).toHaveLength(3);
  expect(masksAt(1)).toEqual(masksAt(1));
  for (const [name, mask] of Object.entries(masksAt(1))) expect(mask, name).not.toEqual(masksAt(2)[name]);
  expect(masksIn(distillationDraws(distillation, random(0, "draws", 1), 1))).toEqual({});
});

test("a rate of 0 draws nothing and trains as no dropout, and a positive rate trains differently", async () => {
  const [zero, none, some] = [await pretrain("ort", 0), await pretrain("ort"), await pretrain("ort", 0.2)];
  expect(zero).toEqual(none);
  expect(Object.keys(some.state)).toEqual(Object.keys(none.state));
  expect(some.losses.at(-1)).not.toBe(none.losses.at(-1));
  const { pretraining } = await componentsOf(0);
  expect(masksIn(denoisingDraws(pretraining, random(0, "draws", 1), 1))).toEqual({});
});
