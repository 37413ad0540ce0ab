import { decode } from "fast-png";
import { expect, test } from "vitest";
import { imageGrid } from "./png-grid.ts";

test("images are arranged in rows with repeated pixels, separated by grey lines", () => {
  // Five images of 1x2 pixels: black, white.
  const samples = { shape: [5, 1, 2, 1], data: Float32Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? -1 : 1)) };
  const { width, height, channels, data } = decode(imageGrid(samples, { columns: 3, scale: 2 }));
  expect([width, height, channels]).toEqual([3 * 4 + 2, 2 * 2 + 1, 1]);
  const rowOf = (y: number) => [...data.subarray(y * width, (y + 1) * width)];
  const image = [0, 0, 255, 255];
  const full = [...image, 128, ...image, 128, ...image];
  const short = [...image, 128, ...image, 128, 128, 128, 128, 128];
  expect([0, 1, 2, 3, 4].map(rowOf)).toEqual([full, full, new Array(14).fill(128), short, short]);
});

test("RGB channels are kept, values are clipped to the range, NaN is black", () => {
  const samples = { shape: [1, 1, 2, 3], data: Float32Array.of(0, 0.5, 1, -7, 7, NaN) };
  const { channels, data } = decode(imageGrid(samples, { scale: 1, range: [0, 1] }));
  expect(channels).toBe(3);
  expect([...data]).toEqual([0, 128, 255, 0, 255, 0]);
});

test("by default small images are enlarged and the grid is about square", () => {
  const { width, height } = decode(imageGrid({ shape: [10, 14, 14, 1], data: new Float32Array(1960) }));
  expect([width, height]).toEqual([4 * 57 - 1, 3 * 57 - 1]);
});

test("arrays that are not images are refused", () => {
  expect(() => imageGrid({ shape: [4, 2], data: new Float32Array(8) })).toThrow("not [4,2]");
  expect(() => imageGrid({ shape: [0, 2, 2, 1], data: new Float32Array(0) })).toThrow("not [0,2,2,1]");
});
