import { join } from "node:path";
import { random, type Dataset } from "@tweedie/core";
import { testDataset } from "@tweedie/testing";
import { encode } from "fast-png";
import { type FileContents, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import plugin from "./images.ts";

const folderOf = (files: FileContents = {}) => temporaryFolder(files, afterAll);
const png = (width: number, height: number, channels: number, value: (i: number) => number) =>
  encode({
    width,
    height,
    channels,
    depth: 8,
    data: Uint8Array.from({ length: width * height * channels }, (_, i) => value(i)),
  });
const noise = (seed: number) => {
  const u = random(seed, "pixels").uniform(4 * 4 * 3);
  return (i: number) => 256 * u[i % u.length]!;
};
const grey = Object.fromEntries(
  Array.from({ length: 30 }, (_, i) => [`${String(i).padStart(3, "0")}.png`, png(4, 4, 1, noise(i))]),
);
const classes = folderOf({
  ...Object.fromEntries(Object.entries(grey).map(([name, bytes], i) => [`${["cat", "dog"][i % 2]!}/${name}`, bytes])),
  "notes.txt": Uint8Array.of(1),
  ".hidden/a.png": grey["000.png"]!,
});
const flat = folderOf(grey);
const colour = folderOf({ "b.png": png(4, 2, 3, (i) => i), "a.PNG": png(4, 2, 3, (i) => 100 + i) });

testDataset(plugin, { options: { path: flat } });
testDataset(plugin, { options: { path: classes, labels: true, flip: true, size: 2 } });

const make = (options: object): Dataset => plugin.create(plugin.options.parse(options) as never);

test("reads images in the order of their names, channels last", () => {
  const data = make({ path: colour, heldOut: 0.999, sigmaData: 1 });
  expect(data.shape).toEqual([2, 4, 3]);
  const all = data.heldOut(random(0, "h"), 2).data;
  const bytes = [...all].map((x) => Math.round(((x + 1) / 2) * 255));
  const expected = [Array.from({ length: 24 }, (_, i) => i), Array.from({ length: 24 }, (_, i) => 100 + i)];
  expect([bytes.slice(0, 24), bytes.slice(24)].sort((a, b) => a[0]! - b[0]!)).toEqual(expected);
});

test("subfolders are the classes, in the order of their names", () => {
  const data = make({ path: classes, labels: true });
  expect(data.labelled!.classes).toBe(2);
  const { samples, labels } = data.labelled!.sample(random(0, "s"), 50);
  const classOf = new Map(Object.values(grey).map((_, i) => [Math.round(noise(i)(0) - 0.5), i % 2]));
  labels.data.forEach((label, i) => {
    expect(label).toBe(classOf.get(Math.round(((samples.data[i * 16]! + 1) / 2) * 255)));
  });
});

test("`size` crops the middle of each image", () => {
  const path = temporaryFolder({ "a.png": png(6, 4, 1, (i) => i), "b.png": png(2, 2, 1, () => 0) });
  const data = make({ path, size: 2, heldOut: 0.999, sigmaData: 1 });
  const bytes = [...data.heldOut(random(0, "h"), 2).data].map((x) => Math.round(((x + 1) / 2) * 255));
  // Rows 1 and 2, columns 2 and 3 of 6.
  expect([bytes.slice(0, 4), bytes.slice(4)].sort((a, b) => b[0]! - a[0]!)[0]).toEqual([8, 9, 14, 15]);
});

describe("errors name the file or the folder", () => {
  const other = folderOf({
    "a.png": png(4, 4, 1, () => 1),
    "b.png": png(4, 3, 1, () => 1),
    "c.png": png(4, 4, 3, () => 1),
  });
  test.each<[string, object, string]>([
    ["a missing folder", { path: join(flat, "nowhere") }, `there is no folder ${join(flat, "nowhere")}`],
    ["a folder without images", { path: folderOf() }, "has no PNG images"],
    ["a single image", { path: folderOf({ "a.png": grey["000.png"]! }) }, "has only one PNG image"],
    ["images of several sizes", { path: other }, "b.png: has 4 by 3 pixels in grey, but the first image, "],
    ["grey and colour images", { path: other, size: 3 }, "c.png: has 3 by 3 pixels in colour, but the first image, "],
    ["images smaller than the crop", { path: flat, size: 5 }, "has 4 by 4 pixels, less than the crop size of 5"],
    [
      "a file that is not an image",
      { path: folderOf({ "a.png": Uint8Array.of(1), "b.png": Uint8Array.of(1) }) },
      "a.png: is not a PNG image",
    ],
    ["labels without subfolders", { path: flat, labels: true }, "leave `labels` out"],
    ["subfolders without labels", { path: classes }, "set `labels: true`"],
    ["a held-out fraction that leaves no training images", { path: flat, heldOut: 0.999 }, "none is left to train on"],
  ])("%s", (_, options, message) => {
    expect(() => make(options).sample(random(0, "s"), 1)).toThrow(message);
  });
});
