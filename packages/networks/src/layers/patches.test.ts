import { tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { fromPatches, toPatches } from "./patches.ts";

test("a patch contains the pixels of a square, row by row", () => {
  const image = tf.range(0, 16).reshape([1, 4, 4, 1]);
  expect(toPatches(image, 2).arraySync()).toEqual([
    [
      [
        [0, 1, 4, 5],
        [2, 3, 6, 7],
      ],
      [
        [8, 9, 12, 13],
        [10, 11, 14, 15],
      ],
    ],
  ]);
});

test.each([1, 2, 3])("fromPatches inverts toPatches for a side of %d", (side) => {
  const image = tf.range(0, 2 * 6 * 12 * 3).reshape([2, 6, 12, 3]);
  const patches = toPatches(image, side);
  expect(patches.shape).toEqual([2, 6 / side, 12 / side, 3 * side ** 2]);
  expect([...fromPatches(patches, side).dataSync()]).toEqual([...image.dataSync()]);
});
