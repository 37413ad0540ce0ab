import { definePlugin, type NDArray, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import { fileLimits } from "@tweedie/core/files";
import { decodeNpy, decodeSafetensors, openNpz } from "@tweedie/formats";
import { z } from "zod";
import { summarize } from "./builders/data-summary.ts";
import { finiteDataset } from "./builders/finite-dataset.ts";
import { type FiniteSet, measureSigma, splitByHash } from "./builders/finite-set.ts";
import { toChannelsLast } from "./files/channels-last.ts";
import { flip, heldOut, path, sigmaData } from "./files/options.ts";
import { numberedClasses } from "./files/numbered-classes.ts";
import { fileKind, missingData, readBytes } from "./files/read-file.ts";

/** An array of samples, `[n, ...]`, in a NumPy or safetensors file. */
export default definePlugin({
  role: "data",
  summary: "An array of samples in a .npy, .npz or .safetensors file",
  aliases: ["npy", "npz", "safetensors", "numpy", "array"],
  options: z.strictObject({
    path: path("Path of the .npy, .npz or .safetensors file.", "samples.npy"),
    array: z
      .string()
      .optional()
      .describe("Name of the array of samples, [n, ...]; optional if the file has no other array, labels aside.")
      .meta({ example: "images" }),
    labels: z
      .string()
      .optional()
      .describe("Name of the array of class labels, [n], integers from 0; in the same file.")
      .meta({ example: "labels" }),
    layout: z
      .enum(["last", "first", "none"])
      .default("last")
      .describe("Channel axis of images: last, [n, h, w, c]; first, [n, c, h, w]; or none, [n, h, w]."),
    range: z
      .tuple([z.number(), z.number()])
      .default([-1, 1])
      .describe("Values mapped to -1 and 1, [0, 255] for bytes; no value may lie outside."),
    flip,
    heldOut,
    sigmaData,
  }),
  create({ path, array, labels, layout, range, flip, heldOut, sigmaData }) {
    const fail = (what: string, fix?: string) => new TweedieError({ where: path, what, fix });
    if (fileKind(path) !== "file") throw missingData(`there is no file ${path}`, "set `path` to an existing file");
    const file = openArrays(path);
    const given = labels === undefined ? undefined : file.read(labels);
    const others = file.names.filter((name) => name !== labels);
    const name = array ?? others[0];
    if (name === undefined || (array === undefined && others.length > 1)) {
      throw fail(
        `has ${others.length === 0 ? "no array of samples" : `the arrays ${others.join(", ")}`}`,
        "name one with `array`",
      );
    }
    const {
      shape: [count = 0, ...shape],
      data,
    } = toChannelsLast(file.read(name), layout, path);
    if (count < 2 || shape.length === 0 || data.length === 0)
      throw fail(`${name} has the shape [${[count, ...shape].join(", ")}]; expected two or more samples, [n, ...]`);
    if (flip && shape.length !== 3)
      throw fail(`only images can be flipped, but samples have the shape [${shape.join(", ")}]`);
    checkRange(data, range, fail);

    const classOf = given && labelsOf(given, count, fail);
    const classes = classOf && numberedClasses(classOf, fail);
    const set: FiniteSet = { values: data, range, labels: classOf, split: splitByHash(count, heldOut) };
    return finiteDataset({
      shape,
      sigmaData: sigmaData ?? measureSigma(set, sizeOf(shape)),
      classes: classes?.length,
      flip,
      load: () => set,
      describe: (set) => summarize(set, { files: 1, classes, warnings: isHalf(shape, range, data) ? [halfRange] : [] }),
    });
  },
});

type Fail = (what: string, fix?: string) => TweedieError;

interface Arrays {
  readonly names: readonly string[];
  read(name: string): NDArray;
}

/** Opens the arrays of a file, in the format of its ending. */
function openArrays(path: string): Arrays {
  const bytes = readBytes(path, fileLimits.arrays);
  if (/\.npz$/i.test(path)) return openNpz(bytes, path);
  const arrays: NDArrays = /\.npy$/i.test(path)
    ? { array: decodeNpy(bytes, path) }
    : decodeSafetensors(bytes, path).arrays;
  const names = Object.keys(arrays);
  return {
    names,
    read(name) {
      const found = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
      if (found) return found;
      throw new TweedieError({ where: path, what: `has no array ${name}`, fix: `one of ${names.join(", ")}` });
    },
  };
}

/** Checks that all values are finite and in the range: a wrong range would show only in the samples, after training. */
function checkRange(data: Float32Array, [low, high]: readonly [number, number], fail: Fail): void {
  if (low >= high) throw fail(`range: [${low}, ${high}] is empty; the first value must be the smaller one`);
  let [least, most] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) throw fail(`has the value ${value}`);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const slack = 1e-5 * (high - low);
  if (least >= low - slack && most <= high + slack) return;
  const isBytes = least >= 0 && most <= 255 && most > 1;
  throw fail(
    `has values from ${least} to ${most}, outside the range [${low}, ${high}]`,
    isBytes ? "range: [0, 255]" : "set `range` to the values that become -1 and 1",
  );
}

function labelsOf({ shape, data }: NDArray, count: number, fail: Fail): Float32Array {
  if (shape.length !== 1 || shape[0] !== count)
    throw fail(`has labels of the shape [${shape.join(", ")}] for ${count} samples`);
  const wrong = data.find((label) => !Number.isInteger(label) || label < 0 || label > 65_535);
  if (wrong !== undefined) throw fail(`has the label ${wrong}; labels are integers from 0 to 65535`);
  return data;
}

/** True for images in [0, 1] with the range [-1, 1], which are often meant to have the range [0, 1]. */
const isHalf = (shape: readonly number[], [low, high]: readonly [number, number], data: Float32Array): boolean =>
  shape.length === 3 &&
  low === -1 &&
  high === 1 &&
  data.every((value) => value >= 0) &&
  data.some((value) => value > 0.9);
const halfRange = "data: no value is below 0, the middle of the range -1 to 1; if 0 is black, set `range: [0, 1]`";
