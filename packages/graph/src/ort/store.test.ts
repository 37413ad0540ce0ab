import { ndarray, scalar } from "@tweedie/core";
import { expect, test } from "vitest";
import { createExecutor } from "../create-executor.ts";
import type { StepFunction } from "../executor/executor.ts";
import { expectArraysCollected } from "../testing/collected.fixture.ts";
import { loadOrt } from "./session.ts";
import { createWeightMemory } from "./weight-memory.ts";

const elements = 2 ** 20; // 4 MiB
const vector = (value: number) => ndarray([elements], new Float32Array(elements).fill(value));
const arrayBytes = () => process.memoryUsage().arrayBuffers;
const executor = await createExecutor("ort", { threads: 1 });

test("a store does not keep the arrays that it was made of", () =>
  expectArraysCollected((arrays) => executor.createStore(arrays)));

const increment: StepFunction = ({ a, b }, { by }) => ({
  state: { a: a!.add(by!), b: b!.add(by!) },
  outputs: { sum: a!.sum().add(b!.sum()) },
});

test("flattened weights leave no copies behind", () => {
  const memory = createWeightMemory(loadOrt(), { a: vector(1), b: vector(2) });
  const separate = ["a", "b"].map(memory.values);
  expect(memory.flatten(["a", "b"])).toBe(true);
  expect(separate.map(({ length }) => length)).toEqual([0, 0]);
  expect(["a", "b"].map((name) => memory.values(name)[7])).toEqual([1, 2]);
});

test("an iteration leaves no copy of the updated weights behind", async () => {
  const store = executor.createStore({ a: vector(1), b: vector(2) });
  const step = await executor.compile(increment, store, { by: [] });
  await step.run({ by: scalar(1) });
  const before = arrayBytes();
  const { sum } = await step.run({ by: scalar(1) });
  expect(arrayBytes() - before).toBeLessThan(2 ** 20);
  expect(sum!.data[0]).toBe(5 * elements);
  expect((await store.read(["b"]))["b"]!.data[7]).toBe(4);
});
