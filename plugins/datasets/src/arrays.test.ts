import { join } from "node:path";
import { ndarray, random, type Dataset } from "@tweedie/core";
import { encodeNpy, encodeSafetensors } from "@tweedie/formats";
import { testDataset } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import plugin from "./arrays.ts";

const uniformArray = (shape: number[]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return ndarray(
    shape,
    random(0, "x")
      .uniform(size)
      .map((u) => 2 * u - 1),
  );
};
const images = uniformArray([40, 2, 3, 1]);
const labels = ndarray(
  [40],
  Float32Array.from({ length: 40 }, (_, i) => i % 4),
);
const files = {
  "images.npy": encodeNpy(images),
  "points.npy": encodeNpy(uniformArray([50, 2])),
  "both.safetensors": encodeSafetensors({ images, labels }),
  "two.safetensors": encodeSafetensors({ a: images, b: images }),
  "first.npy": encodeNpy(ndarray([2, 3, 1, 2], Float32Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121))),
  "none.npy": encodeNpy(uniformArray([4, 2, 2])),
  "bytes.npy": encodeNpy(ndarray([2, 2], Float32Array.of(0, 255, 100, 3))),
  "nan.npy": encodeNpy(ndarray([2, 1], Float32Array.of(0, NaN))),
  "one.npy": encodeNpy(uniformArray([1, 2])),
  "scalar.npy": encodeNpy(uniformArray([3])),
  "wrong.safetensors": encodeSafetensors({
    images,
    labels: ndarray([2], Float32Array.of(0, 1)),
    halves: ndarray([40], new Float32Array(40).fill(0.5)),
    gaps: ndarray(
      [40],
      Float32Array.from({ length: 40 }, (_, i) => 2 * (i % 3)),
    ),
  }),
};
const folder = temporaryFolder(files, afterAll);
const at = (name: string) => join(folder, name);
const make = (name: string, options: object = {}): Dataset =>
  plugin.create(plugin.options.parse({ path: at(name), ...options }) as never);

testDataset(plugin, { options: { path: at("images.npy"), flip: true } });
testDataset(plugin, { options: { path: at("points.npy") } });
testDataset(plugin, { options: { path: at("both.safetensors"), labels: "labels" } });

test("reads the only array other than the labels, and counts classes by the largest label", () => {
  const data = make("both.safetensors", { labels: "labels" });
  expect(data.shape).toEqual([2, 3, 1]);
  expect(data.labelled!.classes).toBe(4);
  const { samples, labels: found } = data.labelled!.sample(random(0, "s"), 30);
  found.data.forEach((label, i) => {
    const index = Array.from({ length: 40 }, (_, k) => k).find(
      (k) => Math.abs(images.data[k * 6]! - samples.data[i * 6]!) < 1e-6,
    )!;
    expect(label).toBe(index % 4);
  });
});

test("moves leading channels last, and adds a channel axis to grey images without one", () => {
  const data = make("first.npy", { layout: "first", range: [0, 255], heldOut: 0.999, sigmaData: 1 });
  expect(data.shape).toEqual([1, 2, 3]);
  const bytes = [...data.heldOut(random(0, "h"), 2).data].map((x) => Math.round(((x + 1) / 2) * 255));
  const expected = [
    [0, 10, 20, 1, 11, 21],
    [100, 110, 120, 101, 111, 121],
  ];
  expect([bytes.slice(0, 6), bytes.slice(6)].sort((a, b) => a[0]! - b[0]!)).toEqual(expected);
  expect(make("none.npy", { layout: "none" }).shape).toEqual([2, 2, 1]);
});

test.each(["POINTS.NPY", "POINTS.NPZ", "POINTS.SAFETENSORS"])(
  "the ending of %s is recognised in upper case",
  (name) => {
    const path = join(temporaryFolder({ [name]: files["points.npy"] }, afterAll), name);
    const read = () => plugin.create(plugin.options.parse({ path }) as never);
    if (name === "POINTS.NPY") expect(read().shape).toEqual([2]);
    else expect(read).toThrow(/is a NumPy array \(\.npy\)/);
  },
);

test("images without values below 0 in the range -1 to 1 are warned of", () => {
  const half = { ...images, data: images.data.map((value, i) => (i === 0 ? 1 : Math.abs(value))) };
  const path = join(temporaryFolder({ "half.npy": encodeNpy(half) }, afterAll), "half.npy");
  const warnings = (options: object) =>
    plugin.create(plugin.options.parse({ path, ...options }) as never).describe!().warnings;
  expect(warnings({})).toEqual([expect.stringContaining("set `range: [0, 1]`")]);
  expect(warnings({ range: [0, 1] })).toEqual([]);
  expect(warnings({ range: [0, 255] })).toEqual([expect.stringContaining("fill little of the range 0 to 255")]);
});

describe("errors name the file and a fix", () => {
  test.each<[string, string, object, RegExp]>([
    ["a missing file", "absent.npz", {}, /data\.path: there is no file .*absent\.npz/],
    [
      "values outside the range",
      "bytes.npy",
      {},
      /bytes\.npy: has values from 0 to 255, outside the range \[-1, 1\]\n.*range: \[0, 255\]/,
    ],
    ["NaN", "nan.npy", {}, /nan\.npy: has the value NaN/],
    ["several arrays", "two.safetensors", {}, /has the arrays a, b\n.*name one with `array`/],
    ["a missing array of labels", "both.safetensors", { labels: "x" }, /has no array x\n.*one of images, labels/],
    ["a missing array", "both.safetensors", { array: "x" }, /has no array x\n.*one of images, labels/],
    [
      "another number of labels than samples",
      "wrong.safetensors",
      { array: "images", labels: "labels" },
      /labels of the shape \[2\] for 40 samples/,
    ],
    [
      "a class without samples",
      "wrong.safetensors",
      { array: "images", labels: "gaps" },
      /has labels up to 4, but no sample of class 1\n.*without gaps/,
    ],
    ["a fractional label", "wrong.safetensors", { array: "images", labels: "halves" }, /has the label 0\.5/],
    ["a single sample", "one.npy", {}, /has the shape \[1, 2\]; expected two or more samples/],
    ["an array of one axis", "scalar.npy", {}, /has the shape \[3\]/],
    [
      "a layout with another number of axes",
      "points.npy",
      { layout: "first" },
      /has the shape \[50, 2\], but `layout: first` needs 4 axes/,
    ],
    ["flipped points", "points.npy", { flip: true }, /only images can be flipped/],
    ["an empty range", "points.npy", { range: [1, 1] }, /range: \[1, 1\] is empty/],
  ])("%s", (_, name, options, message) => {
    expect(() => make(name, options)).toThrow(message);
  });
});
