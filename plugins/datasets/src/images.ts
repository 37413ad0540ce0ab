import { definePlugin, TweedieError } from "@tweedie/core";
import { fileLimits } from "@tweedie/core/files";
import { decodeImage, type Image } from "@tweedie/formats";
import { z } from "zod";
import { summarize } from "./builders/data-summary.ts";
import { finiteDataset } from "./builders/finite-dataset.ts";
import { type FiniteSet, measureSigma, splitByHash } from "./builders/finite-set.ts";
import { flip, heldOut, path, sigmaData } from "./files/options.ts";
import { readBytes } from "./files/read-file.ts";
import { findInClassFolders, findListed, findUnlabelled } from "./images/find-images.ts";

/** A folder of PNG, JPEG or WebP images, grey or colour, in [-1, 1]: black is -1, white is 1. */
export default definePlugin({
  role: "data",
  summary: "A folder of PNG, JPEG or WebP images",
  aliases: ["folder", "imagenet", "ffhq", "celeba", "afhq", "lsun", "png", "image-folder", "celeb-a"],
  options: z.strictObject({
    path: path("Path of the folder; files are read in the order of their names.", "images"),
    size: z
      .int()
      .positive()
      .optional()
      .describe("Pixels a side of a central crop; if left out, all images must have the same size.")
      .meta({ example: 32 }),
    labels: z
      .union([z.boolean(), z.string().min(1)])
      .default(false)
      .meta({ format: "path" })
      .describe(
        "Labels by folder: if true, each subfolder with images is a class, in natural order. Or a file of labels: .csv (`file,label`) or .json (EDM's dataset.json).",
      ),
    flip,
    heldOut,
    sigmaData: sigmaData.describe(
      "Standard deviation over all elements in [-1, 1]; measured on 256 images from all over the folder if left out.",
    ),
  }),
  create({ path, size, labels, flip, heldOut, sigmaData }) {
    const { files, classes, warnings } =
      labels === false ? findUnlabelled(path) : labels === true ? findInClassFolders(path) : findListed(path, labels);
    const read = (file: string) => crop(decodeImage(readBytes(file, fileLimits.image), file), size, file);
    const first = read(files[0]!.file);
    const shape = [first.height, first.width, first.channels];
    const load = (some = files): FiniteSet => {
      const values = newPixels(path, some.length * first.data.length);
      some.forEach(({ file }, i) =>
        values.set(pixelsLike(first, files[0]!.file, read(file), file), i * first.data.length),
      );
      return {
        values,
        range: [0, 255],
        labels: classes ? some.map(({ label }) => label) : undefined,
        split: splitByHash(some.length, heldOut),
      };
    };
    return finiteDataset({
      shape,
      sigmaData: sigmaData ?? measureSigma(load(spread(files, 256)), first.data.length),
      classes: classes?.length,
      flip,
      load,
      describe: (set) => summarize(set, { files: files.length, classes, warnings }),
    });
  },
});

/** @throws TweedieError if there are more pixels than one array may have */
function newPixels(where: string, count: number): Uint8Array {
  if (count <= fileLimits.arrays) return new Uint8Array(count);
  const what = `has ${count} values in all images; at most ${fileLimits.arrays} are allowed`;
  throw new TweedieError({ where, what, fix: "crop with `size`, or use fewer images" });
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
