import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ndarray, type NDArrays } from "@tweedie/core";
import { expect } from "vitest";

setFlagsFromString("--expose_gc");

const collectGarbage = runInNewContext("gc") as () => void;

/** Creates a store, and a reference to the array that it was made of. */
function createWith<S>(createStore: (arrays: NDArrays) => S) {
  const w = ndarray([2 ** 20], new Float32Array(2 ** 20).fill(1));
  return { store: createStore({ w }), array: new WeakRef(w.data) };
}

/** Expects that a store does not keep the arrays that it is made of. */
export async function expectArraysCollected(
  createStore: (arrays: NDArrays) => { read(names?: readonly string[]): Promise<NDArrays> },
): Promise<void> {
  const { store, array } = createWith(createStore);
  await new Promise(setImmediate); // a WeakRef keeps its target until the end of the task
  collectGarbage();
  expect(array.deref()).toBeUndefined();
  expect((await store.read())["w"]!.data[0]).toBe(1);
}
