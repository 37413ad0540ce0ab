import { mapParams, type NDArrays, scalar } from "@tweedie/core";
import type { Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { expectArraysCollected } from "../testing/collected.fixture.ts";
import { createGpuStore } from "./store.ts";
import type { Transfer } from "./transfer.ts";

/** A transfer to tensors that count how many of them are in use. */
function createFakeTransfer() {
  const used = new Set<Tensor>();
  const tensorOf = (data: Float32Array): Tensor => {
    const tensor = { data, dispose: () => used.delete(tensor) } as unknown as Tensor;
    used.add(tensor);
    return tensor;
  };
  const counts = { uploads: 0, downloads: 0 };
  const transfer: Transfer = {
    upload: (data) => {
      counts.uploads++;
      return Promise.resolve(tensorOf(data.slice()));
    },
    download: (tensor) => {
      counts.downloads++;
      return Promise.resolve((tensor.data as Float32Array).slice());
    },
    dispose: () => Promise.resolve(),
  };
  return { transfer, tensorOf, counts, used };
}

const numbers = (arrays: NDArrays) => mapParams(arrays, ({ data }) => data[0]);

test("a weight is uploaded once, when a step reads it", async () => {
  const { transfer, counts } = createFakeTransfer();
  const store = createGpuStore(transfer, { w: scalar(1), other: scalar(2) });
  expect(counts.uploads).toBe(0);
  const tensor = await store.tensor("w");
  expect(await store.tensor("w")).toBe(tensor);
  expect(counts.uploads).toBe(1);
  expect(numbers(await store.read())).toEqual({ w: 1, other: 2 });
  expect(counts.downloads).toBe(1);
});

test("updated and written weights replace tensors, which are disposed", async () => {
  const { transfer, tensorOf, used } = createFakeTransfer();
  const store = createGpuStore(transfer, { a: scalar(1), b: scalar(2) });
  await store.tensor("a");
  store.replace({ a: tensorOf(Float32Array.of(3)), b: tensorOf(Float32Array.of(4)) });
  expect(used.size).toBe(2);
  const value = scalar(5);
  store.write({ b: value });
  value.data[0] = 6;
  expect(numbers(await store.read())).toEqual({ a: 3, b: 5 });
  expect(used.size).toBe(1);
  store.dispose();
  expect(used.size).toBe(0);
});

test("weights whose session ends are copied to the host, and uploaded for the next one", async () => {
  const { transfer, tensorOf, used, counts } = createFakeTransfer();
  const store = createGpuStore(transfer, { a: scalar(1), b: scalar(2) });
  store.replace({ a: tensorOf(Float32Array.of(3)) });
  await store.withdraw(["a", "b"]);
  expect([used.size, counts.downloads]).toEqual([0, 1]);
  expect((await store.tensor("a")).data).toEqual(Float32Array.of(3));
  store.dispose();
  await store.withdraw(["a"]);
  expect([used.size, counts.downloads]).toEqual([0, 1]);
});

test("unknown weights and wrong shapes are refused", async () => {
  const store = createGpuStore(createFakeTransfer().transfer, { a: scalar(1) });
  expect(() => {
    store.write({ b: scalar(1) });
  }).toThrow("there is no weight 'b'");
  expect(() => {
    store.write({ a: { shape: [2], data: new Float32Array(2) } });
  }).toThrow("it must be []");
  await expect(store.tensor("c")).rejects.toThrow("there is no weight 'c'");
});

test("a store does not keep the arrays that it was made of", () =>
  expectArraysCollected((arrays) => createGpuStore(createFakeTransfer().transfer, arrays)));
