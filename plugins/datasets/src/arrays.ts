import { definePlugin, type NDArray, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import { decodeNpy, decodeSafetensors, openNpz } from "@tweedie/formats";
import { z } from "zod";
import { flip, heldOut, path, sigmaData } from "./files/options.ts";
import { kindOf, missing, readBytes } from "./files/read-file.ts";
import { finite, type FiniteSet, measureSigma, splitByHash } from "./laws/finite.ts";
import { toChannelsLast } from "./files/channels-last.ts";

/** An array of samples, `[n, ...]`, in a NumPy or safetensors file. */
export default definePlugin({
  role: "data",
  summary: "An array in a .npy, .npz or .safetensors file",
  options: z.strictObject({
    path: path("the .npy, .npz or .safetensors file"),
    array: z
      .string()
      .optional()
      .describe("its name in the file; left out, the only one there or the only one beside the labels"),
    labels: z.string().optional().describe("the name of the array of labels, [n], 0 and up, in the same file"),
    layout: z
      .enum(["last", "first", "none"])
      .default("last")
      .describe("of images: the channels last, [n, h, w, c], or first, [n, c, h, w], or grey without, [n, h, w]"),
    range: z
      .tuple([z.number(), z.number()])
      .default([-1, 1])
      .describe("the values that become -1 and 1: [0, 255] of bytes; nothing may lie beyond"),
    flip,
    heldOut,
    sigmaData,
  }),
  create({ path, array, labels, layout, range, flip, heldOut, sigmaData }) {
    const fail = (what: string, fix?: string) => new TweedieError({ where: path, what, fix });
    if (kindOf(path) !== "file") throw missing(`there is no file ${path}`, "put the array there, or name another file");
    const file = openArrays(path);
    const given = labels === undefined ? undefined : file.read(labels);
    const others = file.names.filter((name) => name !== labels);
    const name = array ?? others[0];
    if (name === undefined || (array === undefined && others.length > 1)) {
      throw fail(`has ${others.length === 0 ? "no array" : `the arrays ${others.join(", ")}`}`, "say which: `array`");
    }
    const {
      shape: [count = 0, ...shape],
      data,
    } = toChannelsLast(file.read(name), layout, path);
    if (count < 2 || shape.length === 0 || data.length === 0)
      throw fail(`${name} has the shape [${[count, ...shape].join(", ")}], which is no list of samples`);
    if (flip && shape.length !== 3)
      throw fail(`only images can be flipped, and samples have the shape [${shape.join(", ")}]`);
    checkRange(data, range, fail);

    const classOf = given && labelsOf(given, count, fail);
    const set: FiniteSet = { values: data, range, labels: classOf, split: splitByHash(count, heldOut) };
    return finite({
      shape,
      sigmaData: sigmaData ?? measureSigma(set, sizeOf(shape)),
      classes: classOf && classOf.reduce((largest, label) => Math.max(largest, label), 0) + 1,
      flip,
      load: () => set,
    });
  },
});

type Fail = (what: string, fix?: string) => TweedieError;

interface Arrays {
  readonly names: readonly string[];
  read(name: string): NDArray;
}

/** The arrays of a file, by its ending. */
function openArrays(path: string): Arrays {
  const bytes = readBytes(path);
  if (path.endsWith(".npz")) return openNpz(bytes, path);
  const arrays: NDArrays = path.endsWith(".npy")
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

/** A wrong range would be seen in the samples alone, and late. */
function checkRange(data: Float32Array, [low, high]: readonly [number, number], fail: Fail): void {
  if (low >= high) throw fail(`range: [${low}, ${high}] is none`);
  let [least, most] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) throw fail(`holds ${value}`);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const slack = 1e-5 * (high - low);
  if (least >= low - slack && most <= high + slack) return;
  const what = `holds values from ${least} to ${most}, beyond the range [${low}, ${high}]`;
  throw fail(what, least >= 0 && most <= 255 && most > 1 ? "range: [0, 255]" : "say in `range` which become -1 and 1");
}

function labelsOf({ shape, data }: NDArray, count: number, fail: Fail): Float32Array {
  if (shape.length !== 1 || shape[0] !== count)
    throw fail(`has labels of the shape [${shape.join(", ")}] for ${count} samples`);
  const wrong = data.find((label) => !Number.isInteger(label) || label < 0 || label > 65_535);
  if (wrong !== undefined) throw fail(`has the label ${wrong}; labels are whole numbers from 0`);
  return data;
}
