import { ndarray, type NDArray } from "@tweedie/core";
import { expect, test } from "vitest";
import { keepFirst, regroup, repeatedRows, streamOfArray } from "./sample-stream.ts";

/** Samples of one number, `start` to `end` (exclusive). */
const numbers = (start: number, end: number): NDArray =>
  ndarray(
    [end - start, 1],
    Float32Array.from({ length: end - start }, (_, i) => start + i),
  );

/** Batches of the given sizes. */
async function* batchesOf(...sizes: number[]) {
  let start = 0;
  for (const size of sizes) yield numbers(start, (start += size));
}

async function read(batches: AsyncIterable<NDArray>): Promise<number[][]> {
  const found: number[][] = [];
  for await (const { data } of batches) found.push([...data]);
  return found;
}

test("batches are regrouped to one size, in order, and the last may be shorter", async () => {
  expect(await read(regroup(batchesOf(3, 1, 5), 2))).toEqual([[0, 1], [2, 3], [4, 5], [6, 7], [8]]);
  expect(await read(regroup(batchesOf(1, 1, 1, 1), 4))).toEqual([[0, 1, 2, 3]]);
  expect(await read(regroup(streamOfArray(numbers(0, 5)).batches, 8))).toEqual([[0, 1, 2, 3, 4]]);
});

test("a stream is passed on, and its first samples are kept", async () => {
  const { stream, first } = keepFirst({ count: 7, batches: batchesOf(2, 5) }, 4);
  expect(stream.count).toBe(7);
  expect((await read(stream.batches)).flat()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(first()).toEqual(numbers(0, 4));
});

test("all samples are kept if there are fewer", async () => {
  const { stream, first } = keepFirst({ count: 3, batches: batchesOf(2, 1) }, 4);
  await read(stream.batches);
  expect(first()).toEqual(numbers(0, 3));
});

test("rows of an array are repeated", () => {
  const label = ndarray([3], Float32Array.of(4, 5, 6));
  expect([...repeatedRows(label, 0, 3).data]).toEqual([4, 5, 6]);
  expect([...repeatedRows(label, 1, 8).data]).toEqual([5, 6, 4, 5, 6, 4, 5]);
  expect([...repeatedRows(label, 7, 8).data]).toEqual([5]);
});
