import { readdirSync } from "node:fs";
import { join } from "node:path";
import { definePlugin, TweedieError } from "@tweedie/core";
import { decodePng, type Image } from "@tweedie/formats";
import { z } from "zod";
import { flip, heldOut, path, sigmaData } from "./files/options.ts";
import { kindOf, missing, readBytes } from "./files/read-file.ts";
import { finite, type FiniteSet, measureSigma, splitByHash } from "./laws/finite.ts";

/** A folder of PNG images, grey or colour, in [-1, 1]: black is -1, white is 1. */
export default definePlugin({
  role: "data",
  summary: "A folder of PNG images",
  options: z.strictObject({
    path: path("the folder; files are taken in the order of their names"),
    size: z
      .int()
      .positive()
      .optional()
      .describe("pixels a side: the middle of each image; left out, all must be of one size"),
    labels: z.boolean().default(false).describe("whether the images lie in folders in the folder, one a class"),
    flip,
    heldOut,
    sigmaData: sigmaData.describe(
      "standard deviation over all elements; of 256 images spread over the folder if left out",
    ),
  }),
  create({ path, size, labels, flip, heldOut, sigmaData }) {
    const folders = labels ? foldersIn(path) : [path];
    const files = folders.flatMap((folder, label) => imagesIn(folder).map((file) => ({ file, label })));
    if (files.length < 2) throw tooFew(path, labels, files.length);
    const read = (file: string) => crop(decodePng(readBytes(file), file), size, file);
    const first = read(files[0]!.file);
    const shape = [first.height, first.width, first.channels];
    const load = (some = files): FiniteSet => {
      const values = new Uint8Array(some.length * first.data.length);
      some.forEach(({ file }, i) =>
        values.set(agreeing(read(file), first, file, files[0]!.file), i * first.data.length),
      );
      return {
        values,
        range: [0, 255],
        labels: labels ? some.map(({ label }) => label) : undefined,
        split: splitByHash(some.length, heldOut),
      };
    };
    return finite({
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
  if (kindOf(folder) !== "folder")
    throw missing(`there is no folder ${folder}`, "put PNG images there, or name another");
  return byName(folder, (name) => /\.png$/i.test(name));
}

function foldersIn(folder: string): string[] {
  if (kindOf(folder) !== "folder")
    throw missing(`there is no folder ${folder}`, "put a folder of images for each class there");
  return byName(folder, (name) => kindOf(join(folder, name)) === "folder");
}

/** Says what is there instead, where it is images at the other depth. */
function tooFew(path: string, labels: boolean, count: number): TweedieError {
  const has = `${path} has ${count === 0 ? "no images" : "one image"} (.png)`;
  if (labels) {
    const isFlat = imagesIn(path).length > 0;
    const fix = isFlat
      ? "leave `labels` out, or put them into folders in it"
      : "put images into folders in it, one a class";
    return missing(`${has} in folders in it`, fix);
  }
  const areInside = foldersIn(path).some((folder) => imagesIn(folder).length > 0);
  const fix = areInside
    ? "its folders have some: `labels: true` takes them, as classes"
    : "put PNG images there, or name another folder";
  return missing(`${has} in it`, fix);
}

/** At most `count` of a list, from all over it: sorted by classes, its beginning is not like the rest. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  list.length <= count
    ? [...list]
    : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);

/** The middle of an image, `size` pixels a side. */
function crop(image: Image, size: number | undefined, where: string): Image {
  const { width, height, channels, data } = image;
  if (size === undefined || (size === width && size === height)) return image;
  if (size > width || size > height) {
    throw new TweedieError({ where, what: `has ${width} by ${height} pixels, fewer than the size of ${size}` });
  }
  const [left, top] = [Math.floor((width - size) / 2), Math.floor((height - size) / 2)];
  const middle = new Uint8Array(size * size * channels);
  for (let row = 0; row < size; row++) {
    const start = ((top + row) * width + left) * channels;
    middle.set(data.subarray(start, start + size * channels), row * size * channels);
  }
  return { width: size, height: size, channels, data: middle };
}

function agreeing(image: Image, first: Image, where: string, firstFile: string): Uint8Array {
  const say = ({ width, height, channels }: Image) =>
    `${width} by ${height} pixels, ${channels === 1 ? "grey" : "colour"}`;
  if (say(image) === say(first)) return image.data;
  const what = `has ${say(image)}, and the first, ${firstFile}, has ${say(first)}`;
  const fix = image.channels === first.channels ? "`size` takes the middle of each" : "convert one kind to the other";
  throw new TweedieError({ where, what, fix });
}
