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

const make4 = (value: number) => png(4, 4, 1, (i) => value + (i % 3));

test("class folders are in natural order; folders without images are no classes; what is left out is said", () => {
  const images = (k: number) =>
    Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`${k}/${i}.png`, make4(10 * k)]));
  const path = folderOf({
    ...[0, 1, 2, 10].map(images).reduce((all, some) => ({ ...all, ...some })),
    "__MACOSX/notes.txt": Uint8Array.of(1),
    ".git/a.png": make4(0),
    "loose.png": make4(0),
    "2/b.gif": Uint8Array.of(1),
    "2/deep/c.png": make4(0),
  });
  const data = make({ path, labels: true });
  const { samples, labels } = data.labelled!.sample(random(0, "s"), 60);
  expect(data.labelled!.classes).toBe(4);
  labels.data.forEach((label, i) => {
    const darkest = Math.min(...samples.data.subarray(16 * i, 16 * (i + 1)));
    expect(Math.round(((darkest + 1) / 2) * 255)).toBe(10 * [0, 1, 2, 10][label]!);
  });
  const { classes, files, samples: count, values, warnings } = data.describe!();
  expect(classes).toEqual(["0", "1", "2", "10"].map((name) => ({ name, samples: 4 })));
  expect([files, count, values]).toEqual([16, 16, [0, 102]]);
  expect(warnings).toEqual([
    `data: 2 files of other kinds are left out, such as ${join("2", "b.gif")}`,
    "data: 1 hidden folder is left out: .git",
    "data: 1 subfolder has no images and is no class: __MACOSX",
    "data: 1 image is in no subfolder and is left out: loose.png",
    `data: 1 folder inside a class is left out: ${join("2", "deep")}`,
    expect.stringMatching(
      /^data: classes with fewer than 10 training samples: 0 \(\d\), 1 \(\d\), 2 \(\d\), 10 \(\d\)$/,
    ),
  ]);
});

test("values that fill little of the range are warned of", () => {
  const path = folderOf({ "a.png": make4(0), "b.png": make4(0) });
  expect(make({ path, heldOut: 0.999, sigmaData: 1 }).describe!().warnings).toEqual([
    "data: the values, 0 to 2, fill little of the range 0 to 255 that is mapped to -1 and 1",
  ]);
});

describe("labels from a file", () => {
  const pictures = folderOf({
    "sub/a.png": make4(0),
    "b.png": make4(100),
    "c.png": make4(200),
    "other.png": make4(50),
  });
  const labelled = (name: string, text: string) =>
    make({
      path: pictures,
      labels: join(folderOf({ [name]: new TextEncoder().encode(text) }), name),
      heldOut: 0.999,
      sigmaData: 1,
    });
  const classOf = (data: Dataset) => {
    const { samples, labels } = data.labelled!.heldOut(random(0, "h"), 3);
    return Object.fromEntries(
      [...labels.data].map((label, i) => [Math.round(((samples.data[16 * i]! + 1) / 2) * 255), label]),
    );
  };

  test.each([
    ["labels.csv", 'file,label\nsub/a.png,1\n"b.png",0\r\n./c.png,1\n'],
    [
      "dataset.json",
      JSON.stringify({
        labels: [
          ["sub/a.png", 1],
          ["b.png", 0],
          ["c.png", 1],
        ],
      }),
    ],
    ["LABELS.JSON", JSON.stringify({ "sub/a.png": 1, "b.png": 0, "c.png": 1 })],
  ])("%s", (name, text) => {
    const data = labelled(name, text);
    expect(classOf(data)).toEqual({ 0: 1, 100: 0, 200: 1 });
    expect(data.describe!().warnings[0]).toBe("data: 1 image has no label and is left out: other.png");
  });

  test("names of classes are in natural order", () => {
    const data = labelled("a.csv", "sub/a.png,img10\nb.png,img9\nc.png,img10\n");
    expect(classOf(data)).toEqual({ 0: 1, 100: 0, 200: 1 });
    expect(data.describe!().classes).toEqual([
      { name: "img9", samples: 1 },
      { name: "img10", samples: 2 },
    ]);
  });

  test("a number among names is a name", () => {
    const data = labelled("a.json", '{"sub/a.png": 1, "b.png": "1", "c.png": "cat"}');
    expect(data.describe!().classes).toEqual([
      { name: "1", samples: 2 },
      { name: "cat", samples: 1 },
    ]);
  });

  test.each<[string, string, string, string]>([
    ["a class without samples", "a.csv", "b.png,0\nc.png,2\n", "a.csv: has labels up to 2, but no sample of class 1"],
    ["a missing image", "a.csv", "b.png,0\nd.png,1\n", "a.csv: lists d.png, which is not a file in"],
    ["an image twice", "a.csv", "b.png,0\n./b.png,1\n", 'a.csv: lists "b.png" twice'],
    ["a path outside", "a.json", '{"../b.png": 0}', 'a.json: has the path "../b.png"'],
    ["a row of three values", "a.csv", "file,label\nb.png,0,1\n", "a.csv: has 3 values in row 2"],
    ["a comma at the end", "a.csv", "b.png,0\nc.png,1,", "a.csv: has 3 values in row 2"],
    ["an open quote", "a.csv", 'b.png,"0\n', "a.csv: is not CSV"],
    ["no labels", "a.json", '{"labels": null}', "a.json: has no list of labels"],
    ["a fraction", "a.json", '[["b.png", 0.5]]', 'a.json: has the entry ["b.png",0.5]'],
    ["malformed JSON", "a.json", "{", "a.json: is not JSON"],
    ["an empty file", "a.csv", "", "a.csv: has no labels"],
  ])("%s is refused", (_, name, text, message) => {
    expect(() => labelled(name, text)).toThrow(message);
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
    ["a folder without images", { path: folderOf() }, "has no PNG, JPEG or WebP images"],
    ["a single image", { path: folderOf({ "a.png": grey["000.png"]! }) }, "has only one image"],
    ["images of several sizes", { path: other }, "b.png: has 4 by 3 pixels in grey, but the first image, "],
    ["grey and colour images", { path: other, size: 3 }, "c.png: has 3 by 3 pixels in colour, but the first image, "],
    ["images smaller than the crop", { path: flat, size: 5 }, "has 4 by 4 pixels, less than the crop size of 5"],
    [
      "a file that is not an image",
      { path: folderOf({ "a.png": Uint8Array.of(1), "b.png": Uint8Array.of(1) }) },
      "a.png: is not a PNG, JPEG or WebP image",
    ],
    ["labels without subfolders", { path: flat, labels: true }, "leave `labels` out"],
    ["subfolders without labels", { path: classes }, "set `labels: true`"],
    ["a held-out fraction that leaves no training images", { path: flat, heldOut: 0.999 }, "none is left to train on"],
  ])("%s", (_, options, message) => {
    expect(() => make(options).sample(random(0, "s"), 1)).toThrow(message);
  });
});
