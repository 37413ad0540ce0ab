import { readFileSync } from "node:fs";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { prepareImages, type Preparation } from "./prepare-images.ts";

interface ParityCase extends Pick<Preparation, "resize" | "channels" | "size"> {
  readonly side: number;
  readonly output: readonly number[];
}

const cases = JSON.parse(
  readFileSync(new URL("parity.fixture.json", import.meta.url), "utf8"),
) as readonly ParityCase[];

/** The numbers that tools/parity/extractors.py generates. */
function numbers(shape: [number, number, number, number], seed: number) {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => {
    seed = (1664525 * seed + 1013904223) % 2 ** 32;
    return 1.2 * (seed / 2 ** 31 - 1);
  });
  return tf.tensor4d(data, shape);
}

const preparation: Preparation = {
  ...{ size: 2, channels: 1, layout: "nchw", range: [0, 255] },
  ...{ resize: "half-pixel", quantize: true },
};

describe.each(cases)("$side pixels of $channels channels, resized to $size ($resize)", (each) => {
  const { side, channels, output } = each;
  const prepare = (more: Partial<Preparation>) =>
    prepareImages(numbers([2, side, side, channels], side), { ...preparation, ...each, ...more });

  test("equal the pixels of PyTorch", () => expect(prepare({})).toBeAllClose(output, { atol: 1e-3 }));
  test("are scaled to the range", () => {
    const scaled = output.map((value) => value / 127.5 - 1);
    expect(prepare({ range: [-1, 1] })).toBeAllClose(scaled, { atol: 1e-5 });
  });
});

test("pixels are clamped and rounded to 8 bits, halves up", () => {
  const gray = (value: number) => (2 * value) / 255 - 1;
  const x = [-3, gray(0.49), gray(0.51), gray(100.49), gray(254.6), 1.01];
  const prepared = prepareImages(tf.tensor4d(x, [6, 1, 1, 1]), { ...preparation, size: 1 });
  expect([...prepared.dataSync()]).toEqual([0, 0, 1, 100, 255, 255]);
  expect([...prepareImages(tf.zeros([1, 1, 1, 1]), { ...preparation, size: 1 }).dataSync()]).toEqual([128]);
});

test("pixels that are not quantised keep their values", () => {
  const x = tf.tensor4d([-1, 0.001, 0.25, 1.5], [4, 1, 1, 1]);
  const prepared = prepareImages(x, { ...preparation, size: 1, range: [-1, 1], quantize: false });
  expect(prepared).toBeAllClose([-1, 0.001, 0.25, 1.5], { atol: 1e-6 });
});
