import { isDeepStrictEqual } from "node:util";
import { elementTypes, type ModelProto, type NodeProto, type TensorProto, type ValueInfo } from "../onnx/proto.ts";

/** A model lowered for one batch size. */
export interface SizedModel {
  readonly batch: number;
  readonly model: ModelProto;
}

type Pair<T> = readonly [T, T];
type Maybe<T> = readonly (T | undefined)[];
type ModelFragment = Pick<ModelProto, "nodes" | "initializers">;

/** Name of the dynamic extent in the file. */
const dynamic = "batch";

/**
 * Merges models of two batch sizes into one model for any batch size, which computes shape constants from an input's shape.
 * Undefined where the models differ in more than shapes, or a shape is not an affine function of the batch size.
 */
export function mergeBatchSizes([a, b]: Pair<SizedModel>): ModelProto | undefined {
  const sizes = [a.batch, b.batch] as const;
  const pairs = <T>(of: (model: ModelProto) => readonly T[]): Pair<T>[] =>
    of(a.model).map((each, i) => [each, of(b.model)[i]!] as const);
  const signatures = ({ initializers }: ModelProto) => initializers.map(({ bytes: _, ...signature }) => signature);
  if (!isDeepStrictEqual(a.model.nodes, b.model.nodes)) return undefined;
  if (!isDeepStrictEqual(signatures(a.model), signatures(b.model))) return undefined;

  const [constant, varying] = partition(
    pairs(({ initializers }) => initializers),
    ([x, y]) => isDeepStrictEqual(x, y),
  );
  const shapes: Maybe<ModelFragment> = varying.map((pair) => affineShape(sizes, pair));
  const inputs: Maybe<ValueInfo> = pairs(({ inputs }) => inputs).map((pair) => withDynamicBatch(sizes, pair));
  const outputs: Maybe<ValueInfo> = pairs(({ outputs }) => outputs).map((pair) => withDynamicBatch(sizes, pair));
  const source = inputs.find((input) => input?.shape.includes(dynamic));
  if (!source || !isComplete(shapes) || !isComplete(inputs) || !isComplete(outputs)) return undefined;

  const axis = source.shape.indexOf(dynamic);
  const size = node("Shape", [source.name], "batch#", { start: axis, end: axis + 1 });
  return {
    nodes: [size, ...shapes.flatMap(({ nodes }) => nodes), ...a.model.nodes],
    initializers: [...constant.map(([tensor]) => tensor), ...shapes.flatMap(({ initializers }) => initializers)],
    inputs,
    outputs,
  };
}

/** Nodes that compute a shape as `slope * batch + offset`, under the name of the constant that they replace. */
function affineShape([small, large]: Pair<number>, [a, b]: Pair<TensorProto>): ModelFragment | undefined {
  if (a.elementType !== elementTypes.int64 || a.shape.length !== 1) return undefined;
  const [from, to] = [int64Values(a), int64Values(b)];
  const slope = from.map((value, i) => (to[i]! - value) / (large - small));
  const offset = from.map((value, i) => value - slope[i]! * small);
  if (![...slope, ...offset].every((value) => Number.isSafeInteger(value) && value >= 0)) return undefined;
  const tensor = (suffix: string, values: readonly number[]): TensorProto => ({
    ...a,
    name: `${a.name}.${suffix}`,
    bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
  });
  return {
    nodes: [
      node("Mul", ["batch#", `${a.name}.slope`], `${a.name}.product`),
      node("Add", [`${a.name}.product`, `${a.name}.offset`], a.name),
    ],
    initializers: [tensor("slope", slope), tensor("offset", offset)],
  };
}

/** A value with dynamic extents where the extents are the batch sizes; undefined where other extents differ. */
function withDynamicBatch(sizes: Pair<number>, [a, b]: Pair<ValueInfo>): ValueInfo | undefined {
  const shape: Maybe<number | string> = a.shape.map((extent, i) => {
    if (extent === b.shape[i]) return extent;
    return extent === sizes[0] && b.shape[i] === sizes[1] ? dynamic : undefined;
  });
  return isComplete(shape) ? { ...a, shape } : undefined;
}

const node = (opType: string, inputs: readonly string[], output: string, attributes = {}): NodeProto => ({
  opType,
  domain: "",
  inputs,
  output,
  otherOutputs: [],
  attributes,
});

const int64Values = ({ bytes }: TensorProto): number[] =>
  Array.from(new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8), Number);

const isComplete = <T>(values: Maybe<T>): values is readonly T[] => !values.includes(undefined);

const partition = <T>(values: readonly T[], isFirst: (value: T) => boolean): Pair<T[]> => [
  values.filter(isFirst),
  values.filter((value) => !isFirst(value)),
];
