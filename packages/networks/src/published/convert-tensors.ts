import { ndarray, sizeOf, TweedieError, type NDArray, type Params } from "@tweedie/core";
import type { FileTensors, FileWeight, Layout } from "./file-tensor.ts";

type Shape = readonly number[];

/**
 * The weights of a network from the tensors of a file.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming a tensor that is missing, left over, or has another shape or value than the settings say.
 */
export function weightsFromFile(file: FileTensors, tensors: Params<NDArray>, where: string): Params<NDArray> {
  checkTensors(file, tensors, where);
  for (const { file: name, value } of file.constants ?? []) {
    const { data } = tensors[name]!;
    if (data.some((number, i) => Math.abs(number - value.data[i]!) > 1e-3 * Math.abs(value.data[i]!))) {
      throw otherSettings(
        where,
        `the tensor ${name} is [${[...data].join(", ")}]; the settings say [${[...value.data].join(", ")}]`,
      );
    }
  }
  return Object.fromEntries(file.weights.map((weight) => [weight.parameter, fromFile(weight, tensors[weight.file]!)]));
}

/**
 * Checks the names and shapes of the tensors of a file.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming a tensor that is missing, left over, or has another shape than the settings say.
 */
export function checkTensors(
  { weights, constants = [] }: FileTensors,
  tensors: Params<Pick<NDArray, "shape">>,
  where: string,
): void {
  const known = new Map<string, Shape>([
    ...weights.map(({ file, shape }) => [file, shape] as const),
    ...constants.map(({ file, value }) => [file, value.shape] as const),
  ]);
  const missing = [...known.keys()].filter((name) => !Object.hasOwn(tensors, name));
  if (missing.length > 0) throw otherSettings(where, `the tensor ${missing[0]} is missing${andOthers(missing)}`);
  const unknown = Object.keys(tensors).filter((name) => !known.has(name));
  if (unknown.length > 0) throw otherSettings(where, `the network has no tensor ${unknown[0]}${andOthers(unknown)}`);
  for (const [name, shape] of known) {
    const found = tensors[name]!.shape;
    if (found.join() === shape.join()) continue;
    const what = `the tensor ${name} has shape [${found.join(", ")}]; the network needs [${shape.join(", ")}]`;
    throw otherSettings(where, what);
  }
}

const otherSettings = (where: string, what: string) =>
  new TweedieError({ where, what, fix: "check that the settings are those of the file" });

/** The tensors of a file from the weights of a network: the inverse of `weightsFromFile`. */
export const tensorsForFile = ({ weights, constants = [] }: FileTensors, params: Params<NDArray>): Params<NDArray> =>
  Object.fromEntries([
    ...weights.map((weight) => [weight.file, toFile(weight, params[weight.parameter]!)] as const),
    ...constants.map(({ file, value }) => [file, value] as const),
  ]);

const andOthers = (names: readonly string[]) =>
  names.length > 1 ? `, and ${names.length - 1} other${names.length > 2 ? "s" : ""}` : "";

/** A tensor of a file as `[outputs, inputs, pixels]`, whose transpose `[pixels, inputs, outputs]` is the weight. */
const axesOf = (shape: Shape): readonly [outputs: number, inputs: number, pixels: number] => {
  const [outputs, inputs, ...window] = shape as [number, number, ...number[]];
  return [outputs, inputs, sizeOf(window)];
};

/** Shape of a weight whose tensor in the file has the given shape. */
function weightShape(layout: Layout, shape: Shape): Shape {
  const [outputs, inputs, height, width] = shape as [number, number, number, number];
  if (layout === "same") return shape;
  return layout === "kernel" ? [height, width, inputs, outputs] : [inputs, outputs];
}

const fromFile = ({ layout, shape }: FileWeight, { data }: NDArray): NDArray =>
  ndarray(weightShape(layout, shape), layout === "same" ? data : reversed(data, axesOf(shape)));

function toFile({ layout, shape }: FileWeight, { data }: NDArray): NDArray {
  if (layout === "same") return ndarray(shape, data);
  const [outputs, inputs, pixels] = axesOf(shape);
  return ndarray(shape, reversed(data, [pixels, inputs, outputs]));
}

/** The transpose `[c, b, a]` of an array `[a, b, c]`. */
function reversed(data: Float32Array, [a, b, c]: readonly [number, number, number]): Float32Array {
  const out = new Float32Array(data.length);
  let next = 0;
  for (let k = 0; k < c; k++) {
    for (let j = 0; j < b; j++) {
      for (let i = 0; i < a; i++) out[next++] = data[(i * b + j) * c + k]!;
    }
  }
  return out;
}
