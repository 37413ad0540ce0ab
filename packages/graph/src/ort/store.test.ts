import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ndarray, scalar } from "@tweedie/core";
import { expect, test } from "vitest";
import { createExecutor } from "../create-executor.ts";
import type { StepFunction } from "../executor/executor.ts";

setFlagsFromString("--expose_gc");
const collectGarbage = runInNewContext("gc") as () => void;

const elements = 2 ** 20; // 4 MiB
const bytes = 4 * elements;
const vector = (value: number) => ndarray([elements], new Float32Array(elements).fill(value));
const arrayBytes = () => process.memoryUsage().arrayBuffers;
const executor = await createExecutor("ort", { threads: 1 });

/** Creates a store, and a reference to the array that it was made of. */
function createStore() {
  const w = vector(1);
  return { store: executor.createStore({ w }), array: new WeakRef(w.data) };
}

test("a store does not keep the arrays that it was made of", async () => {
  const { store, array } = createStore();
  await new Promise(setImmediate); // a WeakRef keeps its target until the end of the task
  collectGarbage();
  expect(array.deref()).toBeUndefined();
  expect((await store.read())["w"]!.data[0]).toBe(1);
});

const increment: StepFunction = ({ a, b }, { by }) => ({
  state: { a: a!.add(by!), b: b!.add(by!) },
  outputs: { sum: a!.sum().add(b!.sum()) },
});

test("flattened weights leave no copies behind", async () => {
  collectGarbage();
  const before = arrayBytes();
  const store = executor.createStore({ a: vector(1), b: vector(2) });
  await executor.compile(increment, store, { by: [] });
  expect(arrayBytes() - before).toBeLessThan(2 * bytes + 2 * bytes + 2 ** 20); // the store, and the arrays that it was made of
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
