import { expect, test } from "vitest";
import { freeMemory } from "./free-memory.ts";

const mebibyte = 2 ** 20;
const arrayBytes = () => process.memoryUsage().arrayBuffers;

test("the memory of large arrays is free at once", () => {
  const arrays = [new Float32Array(8 * mebibyte), new Float32Array(4 * mebibyte)];
  const before = arrayBytes();
  freeMemory(arrays);
  expect(before - arrayBytes()).toBeGreaterThan(47 * mebibyte);
  expect(arrays.map(({ length }) => length)).toEqual([0, 0]);
});

test("two views of one array are freed together", () => {
  const whole = new Float32Array(mebibyte);
  freeMemory([whole.subarray(10), whole]);
  expect(whole.length).toBe(0);
});

test("small arrays are left to the garbage collector", () => {
  const small = new Float32Array(1000);
  freeMemory([small]);
  expect(small.length).toBe(1000);
});
