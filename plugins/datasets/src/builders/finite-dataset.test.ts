import { random, rows, type NDArray } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { finiteDataset } from "./finite-dataset.ts";
import { measureSigma, splitByHash } from "./finite-set.ts";

const shape = [1, 3, 2];
const count = 200;
const values = Uint8Array.from(random(0, "values").uniform(count * 6), (u) => 256 * u);
const split = splitByHash(count, 0.2);
const labels = Array.from({ length: count }, (_, i) => i % 3);
const set = { values, range: [0, 255] as const, labels, split };
const make = (flip = false) => finiteDataset({ shape, sigmaData: 1, classes: 3, flip, load: () => set });
const keys = (array: NDArray) => Array.from({ length: array.shape[0]! }, (_, i) => rows(array, i, i + 1).data.join());

describe("splitByHash", () => {
  test("assigns each sample to one part, about the fraction to the held-out part, and does so for any count", () => {
    const { training, heldOut } = splitByHash(10_000, 0.1);
    expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    expect(Math.abs(heldOut.length - 1_000)).toBeLessThan(100);
    expect(splitByHash(5_000, 0.1).heldOut).toEqual(heldOut.filter((index) => index < 5_000));
  });
});

test("training and held-out samples are disjoint; held-out samples do not repeat and keep their labels", () => {
  const data = make();
  const { samples, labels: found } = data.labelled!.heldOut(random(0, "h"), 1_000);
  expect(samples.shape[0]).toBe(split.heldOut.length);
  const heldOut = new Map(keys(samples).map((key, i) => [key, found.data[i]]));
  expect(heldOut.size).toBe(split.heldOut.length);
  expect(keys(data.sample(random(0, "s"), 5_000)).filter((key) => heldOut.has(key))).toEqual([]);
  for (const index of split.heldOut) {
    const key = Float32Array.from(values.subarray(index * 6, index * 6 + 6), (value) => (2 / 255) * value - 1).join();
    expect(heldOut.get(key)).toBe(labels[index]);
  }
});

test("flips half of the training images, and no held-out image", () => {
  const [plain, flipped] = [make(false), make(true)].map((data) => data.sample(random(0, "s"), 400));
  const flip = (key: string) => {
    const [a, b, c, d, e, f] = key.split(",");
    return [e, f, c, d, a, b].join();
  };
  const [before, after] = [keys(plain!), keys(flipped!)];
  const changed = before.filter((key, i) => after[i] === flip(key) && after[i] !== key);
  const same = before.filter((key, i) => after[i] === key);
  expect(changed.length + same.length).toBe(400);
  expect(Math.abs(changed.length - 200)).toBeLessThan(50);
  expect(make(true).heldOut(random(0, "h"), 9)).toEqual(make(false).heldOut(random(0, "h"), 9));
});

test("consecutive draws from one stream differ, flips included", () => {
  const stream = random(0, "s");
  const data = make(true);
  expect(keys(data.sample(stream, 20))).not.toEqual(keys(data.sample(stream, 20)));
});

test("maps the ends of the range to -1 and 1", () => {
  const ends = { values: Float32Array.of(3, 7, 5, 3), range: [3, 7] as const, split: { training: [0], heldOut: [0] } };
  const data = finiteDataset({ shape: [4], sigmaData: 1, load: () => ends });
  expect([...data.sample(random(0, "s"), 1).data]).toEqual([-1, 1, 0, -1]);
  expect(data.labelled).toBeUndefined();
});

test("sigmaData is measured on the training samples", () => {
  const all = split.training
    .flatMap((index) => [...values.subarray(index * 6, index * 6 + 6)])
    .map((x) => (2 / 255) * x - 1);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const exact = Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length);
  expect(measureSigma(set, 6)).toBeCloseTo(exact, 10);
});

test("refuses samples whose elements are all equal", () => {
  expect(() => measureSigma({ ...set, values: values.map(() => 7) }, 6)).toThrow(
    "all elements of all samples are equal",
  );
});

test("the digest changes with every value and label, the shape and the number of classes, and with nothing else", () => {
  const digest = (change: Partial<typeof set>, format = {}) =>
    finiteDataset({ shape, sigmaData: 1, ...format, load: () => ({ ...set, ...change }) }).content!();
  expect(digest({})).not.toBe(digest({}, { shape: [3, 1, 2] }));
  expect(digest({})).not.toBe(digest({}, { classes: 4 }));
  expect(digest({})).toBe(digest({ values: values.slice() }));
  expect(digest({})).not.toBe(digest({ values: values.map((value, i) => (i === 5 ? value + 1 : value)) }));
  expect(digest({})).not.toBe(digest({ labels: labels.map((label, i) => (i === 5 ? 2 - label : label)) }));
});

test("loads the samples once, at the first draw", () => {
  let loads = 0;
  const data = finiteDataset({ shape, sigmaData: 1, load: () => (loads++, set) });
  expect(loads).toBe(0);
  data.sample(random(0, "s"), 1);
  data.heldOut(random(0, "s"), 1);
  expect(loads).toBe(1);
});

test("a draw from an empty part of the split is refused", () => {
  const data = (split: typeof set.split) => finiteDataset({ shape, sigmaData: 1, load: () => ({ ...set, split }) });
  const [noTraining, noHeldOut] = [data({ training: [], heldOut: [0] }), data({ training: [0], heldOut: [] })];
  expect(() => noTraining.sample(random(0, "s"), 1)).toThrow("none is left to train on");
  expect(() => noHeldOut.heldOut(random(0, "h"), 1)).toThrow("none is left to hold out");
});
