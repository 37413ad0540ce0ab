import { mapParams, sizeOf, tf } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { augmented, transformationArrays } from "./augmentation.ts";
import cases from "./augmentation.fixture.json" with { type: "json" };
import type { Transformation } from "./transformations.ts";

/** Uniform on [-1, 1], as in tools/parity/generator.py. */
function numbers(shape: readonly number[], seed: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  });
}

const decoded = (base64: string): Float32Array =>
  new Float32Array(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer);

const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

describe.each(cases.map((each) => [each.side, each.name, each] as const))("%i pixels, %s", (side, _, each) => {
  const arrays = transformationArrays(each.transformations as unknown as Transformation[], side);

  test("the images are those of EDM's AugmentPipe, to 1e-5", () => {
    const count = each.transformations.length;
    const images = tf.tensor(numbers([count, 2, side, side], side), [count, 2, side, side]).transpose([0, 2, 3, 1]);
    const draws = mapParams(arrays, ({ data, shape }) => tf.tensor(data, [...shape]));
    const pixels = augmented(images, draws).dataSync();
    const expected = decoded(each.pixels);
    const differences = expected.map((value, i) => value - pixels[i * each.keep]!);
    expect(largest(expected)).toBeGreaterThan(0.9);
    expect(largest(differences)).toBeLessThan(1e-5);
  });

  test("the labels are those of EDM's AugmentPipe, to 1e-5", () => {
    const differences = arrays["labels"]!.data.map((value, i) => value - each.labels[i]!);
    expect(largest(differences)).toBeLessThan(1e-5);
  });
});
