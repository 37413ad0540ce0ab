import { random, rows } from "@tweedie/core";
import { testDataset } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import plugin from "./mnist.ts";
import { isHeldOut, loadDigits } from "./mnist/digits.ts";
import { averagePool } from "./mnist/pool.ts";

testDataset(plugin, { options: { size: 7 } });
testDataset(plugin, { count: 1000 });

const count = 10_000;
const training = Array.from({ length: count }, (_, index) => index).filter((index) => !isHeldOut(index));

describe("digits", () => {
  const { images, labels } = loadDigits();

  test("there are 10,000, sorted by label, with ink in [0, 1]", () => {
    expect(images.length).toBe(count * 28 * 28);
    expect(images.reduce((low, ink) => Math.min(low, ink), 1)).toBe(0);
    expect(images.reduce((high, ink) => Math.max(high, ink), 0)).toBe(1);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]!++;
    expect(counts).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
  });

  test("labels match images: the mean of the zeros is empty in the middle, the mean of the ones is not", () => {
    const inkInTheMiddle = [0, 1].map((label) => {
      const ofLabel = Array.from({ length: count }, (_, i) => i).filter((i) => labels[i] === label);
      return ofLabel.reduce((sum, i) => sum + images[i * 784 + 14 * 28 + 14]!, 0) / ofLabel.length;
    });
    expect(inkInTheMiddle[0]).toBeLessThan(0.15);
    expect(inkInTheMiddle[1]).toBeGreaterThan(0.6);
  });

  test("985 are held out", () => expect(count - training.length).toBe(985));
});

describe.each([28, 14, 7] as const)("at size %d", (size) => {
  const data = plugin.create({ size });

  test("sigmaData is the standard deviation of the training pixels", () => {
    const pixels = size * size;
    const pooled = averagePool(loadDigits().images, 28, 28 / size);
    let [sum, squares] = [0, 0];
    for (const index of training) {
      for (let i = index * pixels; i < (index + 1) * pixels; i++) {
        const x = 2 * pooled[i]! - 1;
        sum += x;
        squares += x * x;
      }
    }
    const total = training.length * pixels;
    expect(data.sigmaData).toBeCloseTo(Math.sqrt(squares / total - (sum / total) ** 2), 5);
  });

  test("samples are images in [-1, 1], the same for the same stream", () => {
    const batch = data.sample(random(0, "data"), 64);
    expect(batch.shape).toEqual([64, size, size, 1]);
    expect(Math.min(...batch.data)).toBe(-1);
    expect(Math.max(...batch.data)).toBeLessThanOrEqual(1);
    expect(data.sample(random(0, "data"), 64)).toEqual(batch);
  });
});

test("held-out images do not repeat, come in random order, and are never training samples", () => {
  const data = plugin.create({ size: 7 });
  const all = data.heldOut(random(0, "held-out"), 5000);
  expect(all.shape[0]).toBe(985);
  const keys = (array: typeof all) =>
    Array.from({ length: array.shape[0]! }, (_, i) => rows(array, i, i + 1).data.join());
  const heldOut = new Set(keys(all));
  expect(heldOut.size).toBe(985);
  expect(keys(data.sample(random(0, "data"), 20_000)).filter((key) => heldOut.has(key))).toEqual([]);
  expect(keys(data.heldOut(random(1, "held-out"), 10))).not.toEqual(keys(all).slice(0, 10));
});

test("pooling averages squares of pixels within each image", () => {
  const images = Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40);
  expect([...averagePool(images, 2, 2)]).toEqual([2.5, 25]);
  expect([...averagePool(images, 2, 1)]).toEqual([...images]);
  const wide = Float32Array.from({ length: 16 }, (_, i) => i);
  expect([...averagePool(wide, 4, 2)]).toEqual([2.5, 4.5, 10.5, 12.5]);
});
