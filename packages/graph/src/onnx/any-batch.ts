import { isDeepStrictEqual } from "node:util";
import { elementTypes, type ModelProto, type NodeProto, type TensorProto, type ValueInfo } from "./proto.ts";

/** A model as it is for one size of the batch. */
export interface Sized {
  readonly batch: number;
  readonly model: ModelProto;
}

type Pair<T> = readonly [T, T];
type Maybe<T> = readonly (T | undefined)[];
type Part = Pick<ModelProto, "nodes" | "initializers">;

/** What the free extent is called in the file. */
const free = "batch";

/**
 * One model for every batch, from models of two sizes: what their shapes say is computed from an input when it runs.
 * Undefined where they differ in more than shapes, or a shape does not grow in proportion.
 */
export function anyBatch([a, b]: Pair<Sized>): ModelProto | undefined {
  const sizes = [a.batch, b.batch] as const;
  const pairs = <T>(of: (model: ModelProto) => readonly T[]): Pair<T>[] =>
    of(a.model).map((each, i) => [each, of(b.model)[i]!] as const);
  const signatures = ({ initializers }: ModelProto) => initializers.map(({ bytes: _, ...signature }) => signature);
  if (!isDeepStrictEqual(a.model.nodes, b.model.nodes)) return undefined;
  if (!isDeepStrictEqual(signatures(a.model), signatures(b.model))) return undefined;

  const [fixed, moving] = partition(
    pairs(({ initializers }) => initializers),
    ([x, y]) => isDeepStrictEqual(x, y),
  );
  const lines: Maybe<Part> = moving.map((pair) => lineThrough(sizes, pair));
  const inputs: Maybe<ValueInfo> = pairs(({ inputs }) => inputs).map((pair) => withFreeExtents(sizes, pair));
  const outputs: Maybe<ValueInfo> = pairs(({ outputs }) => outputs).map((pair) => withFreeExtents(sizes, pair));
  const source = inputs.find((input) => input?.shape.includes(free));
  if (!source || !isWhole(lines) || !isWhole(inputs) || !isWhole(outputs)) return undefined;

  const axis = source.shape.indexOf(free);
  const size = node("Shape", [source.name], "batch#", { start: axis, end: axis + 1 });
  return {
    nodes: [size, ...lines.flatMap(({ nodes }) => nodes), ...a.model.nodes],
    initializers: [...fixed.map(([tensor]) => tensor), ...lines.flatMap(({ initializers }) => initializers)],
    inputs,
    outputs,
  };
}

/** A shape as `slope * batch + offset`: the nodes that compute it, under the name of the constant whose place they take. */
function lineThrough([small, large]: Pair<number>, [a, b]: Pair<TensorProto>): Part | undefined {
  if (a.elementType !== elementTypes.int64 || a.shape.length !== 1) return undefined;
  const [from, to] = [numbersIn(a), numbersIn(b)];
  const slope = from.map((value, i) => (to[i]! - value) / (large - small));
  const offset = from.map((value, i) => value - slope[i]! * small);
  if (![...slope, ...offset].every((value) => Number.isSafeInteger(value) && value >= 0)) return undefined;
  const tensor = (part: string, values: readonly number[]): TensorProto => ({
    ...a,
    name: `${a.name}.${part}`,
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

/** A value whose extents are free where they are the size of the batch. */
function withFreeExtents(sizes: Pair<number>, [a, b]: Pair<ValueInfo>): ValueInfo | undefined {
  const shape: Maybe<number | string> = a.shape.map((extent, i) => {
    if (extent === b.shape[i]) return extent;
    return extent === sizes[0] && b.shape[i] === sizes[1] ? free : undefined;
  });
  return isWhole(shape) ? { ...a, shape } : undefined;
}

const node = (opType: string, inputs: readonly string[], output: string, attributes = {}): NodeProto => ({
  opType,
  domain: "",
  inputs,
  output,
  further: [],
  attributes,
});

const numbersIn = ({ bytes }: TensorProto): number[] =>
  Array.from(new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8), Number);

const isWhole = <T>(values: Maybe<T>): values is readonly T[] => !values.includes(undefined);

const partition = <T>(values: readonly T[], isFirst: (value: T) => boolean): Pair<T[]> => [
  values.filter(isFirst),
  values.filter((value) => !isFirst(value)),
];
