import { readdirSync } from "node:fs";
import { join } from "node:path";
import { definePlugin, TweedieError } from "@tweedie/core";
import { fileLimits } from "@tweedie/core/files";
import { decodePng, type Image } from "@tweedie/formats";
import { z } from "zod";
import { finiteDataset } from "./builders/finite-dataset.ts";
import { type FiniteSet, measureSigma, splitByHash } from "./builders/finite-set.ts";
import { flip, heldOut, path, sigmaData } from "./files/options.ts";
import { fileKind, missingData, readBytes } from "./files/read-file.ts";

/** A folder of PNG images, grey or colour, in [-1, 1]: black is -1, white is 1. */
export default definePlugin({
  role: "data",
  summary: "A folder of PNG images",
  options: z.strictObject({
    path: path("Path of the folder; files are read in the order of their names."),
    size: z
      .int()
      .positive()
      .optional()
      .describe("Pixels a side of a central crop; if left out, all images must have the same size."),
    labels: z
      .boolean()
      .default(false)
      .describe("Labels by folder: if true, each subfolder is a class and contains its images."),
    flip,
    heldOut,
    sigmaData: sigmaData.describe(
      "Standard deviation over all elements in [-1, 1]; measured on 256 images from all over the folder if left out.",
    ),
  }),
  create({ path, size, labels, flip, heldOut, sigmaData }) {
    const folders = labels ? foldersIn(path) : [path];
    const files = folders.flatMap((folder, label) => imagesIn(folder).map((file) => ({ file, label })));
    if (files.length < 2) throw tooFewImages(path, labels, files.length);
    const read = (file: string) => crop(decodePng(readBytes(file, fileLimits.image), file), size, file);
    const first = read(files[0]!.file);
    const shape = [first.height, first.width, first.channels];
    const load = (some = files): FiniteSet => {
      const values = new Uint8Array(some.length * first.data.length);
      some.forEach(({ file }, i) =>
        values.set(pixelsLike(first, files[0]!.file, read(file), file), i * first.data.length),
      );
      return {
        values,
        range: [0, 255],
        labels: labels ? some.map(({ label }) => label) : undefined,
        split: splitByHash(some.length, heldOut),
      };
    };
    return finiteDataset({
      shape,
      sigmaData: sigmaData ?? measureSigma(load(spread(files, 256)), first.data.length),
      ...(labels && { classes: folders.length }),
      flip,
      load,
    });
  },
});

const byName = (folder: string, isWanted: (name: string) => boolean): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith(".") && isWanted(name))
    .sort()
    .map((name) => join(folder, name));

function imagesIn(folder: string): string[] {
  if (fileKind(folder) !== "folder")
    throw missingData(`there is no folder ${folder}`, "set `path` to a folder of PNG images");
  return byName(folder, (name) => /\.png$/i.test(name));
}

function foldersIn(folder: string): string[] {
  if (fileKind(folder) !== "folder")
    throw missingData(`there is no folder ${folder}`, "set `path` to a folder with one subfolder per class");
  return byName(folder, (name) => fileKind(join(folder, name)) === "folder");
}

/** The error for a folder with fewer than two images. Its fix depends on whether there are images at the other depth. */
function tooFewImages(path: string, labels: boolean, count: number): TweedieError {
  const found = `${path} has ${count === 0 ? "no PNG images" : "only one PNG image"}`;
  if (labels) {
    const isFlat = imagesIn(path).length > 0;
    const fix = isFlat
      ? "leave `labels` out, or move the images into one subfolder per class"
      : "put the images into one subfolder per class";
    return missingData(`${found} in its subfolders`, fix);
  }
  const areInside = foldersIn(path).some((folder) => imagesIn(folder).length > 0);
  const fix = areInside
    ? "its subfolders have images: set `labels: true` to use them, as classes"
    : "set `path` to a folder of PNG images";
  return missingData(found, fix);
}

/** At most `count` elements, evenly spaced over the list: files sorted by class differ from one end to the other. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  list.length <= count
    ? [...list]
    : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);

/**
 * Central crop of an image, `size` pixels a side.
 *
 * @throws TweedieError if the image is smaller.
 */
function crop(image: Image, size: number | undefined, where: string): Image {
  const { width, height, channels, data } = image;
  if (size === undefined || (size === width && size === height)) return image;
  if (size > width || size > height) {
    throw new TweedieError({ where, what: `has ${width} by ${height} pixels, less than the crop size of ${size}` });
  }
  const [left, top] = [Math.floor((width - size) / 2), Math.floor((height - size) / 2)];
  const middle = new Uint8Array(size * size * channels);
  for (let row = 0; row < size; row++) {
    const start = ((top + row) * width + left) * channels;
    middle.set(data.subarray(start, start + size * channels), row * size * channels);
  }
  return { width: size, height: size, channels, data: middle };
}

/**
 * Pixels of an image.
 *
 * @throws TweedieError if its size or number of channels differs from that of the first image.
 */
function pixelsLike(first: Image, firstFile: string, image: Image, file: string): Uint8Array {
  const format = ({ width, height, channels }: Image) =>
    `${width} by ${height} pixels in ${channels === 1 ? "grey" : "colour"}`;
  if (format(image) === format(first)) return image.data;
  throw new TweedieError({
    where: file,
    what: `has ${format(image)}, but the first image, ${firstFile}, has ${format(first)}`,
    fix:
      image.channels === first.channels ? "set `size` to crop all images" : "convert all images to grey or to colour",
  });
}
