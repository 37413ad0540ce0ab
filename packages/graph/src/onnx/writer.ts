import type { NDArrays } from "@tweedie/core";
import { type DType, sameShape, type Shape, type TensorType } from "../ir/tensor-type.ts";
import { finishModel, type Operand } from "./finish-model.ts";
import { createInitializers, tensorBytes } from "./initializers.ts";
import { type Attribute, elementTypes, type ModelProto, type NodeProto, outputsOf, type ValueInfo } from "./proto.ts";

export type { Operand } from "./finish-model.ts";

type Reference = string | { readonly name: string };
type Attributes = Record<string, Attribute>;

/** Collects the nodes of an ONNX model. Methods return names of values. */
export interface OnnxWriter {
  /** Writes a node, unless an equal one exists. `domain` selects ONNX Runtime's own ops. */
  node(opType: string, inputs: readonly Reference[], attributes?: Attributes, domain?: string): string;
  /** Writes a node with `count` results. */
  results(count: number, opType: string, inputs: readonly Reference[], attributes: Attributes): readonly string[];
  /** Writes a reshape. Successive reshapes are merged, and a reshaped constant is another constant. */
  reshape(value: { readonly name: string; readonly shape: Shape }, shape: Shape): string;
  /** Shapes, axes and the like, which ONNX ops take as int64 inputs. */
  int64(values: number | readonly number[]): string;
  scalar(value: number, dtype: DType): string;
  constant(values: readonly number[], type: TensorType): string;
  /** Memoises a value that is slow to create, by a key that identifies it. */
  once(key: string, create: () => string): string;
  input(name: string, type: TensorType): string;
  elementType(dtype: DType | "int64"): number;
  /** The finished model, with the given values as outputs under their keys. */
  finish(results: Readonly<Record<string, Operand>>): ModelProto;
}

/** @param weights Values of inputs that are written into the model. */
export function createWriter(weights: NDArrays = {}): OnnxWriter {
  const { nodes, write } = createNodeList();
  const inputs: ValueInfo[] = [];
  const initializers = createInitializers();
  const memo = new Map<string, string>();
  /** Values before they were reshaped, by the names of the reshapes' results. */
  const reshaped = new Map<string, { readonly name: string; readonly shape: Shape }>();

  const node: OnnxWriter["node"] = (opType, references, attributes = {}, domain = "") =>
    write({ opType, domain, inputs: references.map(nameOf), attributes })[0]!;
  const constant: OnnxWriter["constant"] = (values, { shape, dtype }) =>
    initializers.constant(shape, dtype, tensorBytes(values, dtype));
  const int64: OnnxWriter["int64"] = (values) => {
    const list = [values].flat();
    const bytes = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    return initializers.constant(typeof values === "number" ? [] : [list.length], "int64", bytes);
  };
  return {
    node,
    results: (count, opType, references, attributes) =>
      write({ opType, domain: "", inputs: references.map(nameOf), attributes }, count),
    reshape({ name, shape: from }, shape) {
      const source = reshaped.get(name) ?? { name, shape: from };
      if (sameShape(source.shape, shape)) return source.name;
      const known = initializers.find(source.name);
      if (known) return initializers.constant(shape, known.dtype, known.bytes);
      const result = node("Reshape", [source, int64(shape)], { allowzero: 1 });
      reshaped.set(result, source);
      return result;
    },
    int64,
    scalar: (value, dtype) => constant([value], { shape: [], dtype }),
    constant,
    once(key, create) {
      const value = memo.get(key) ?? create();
      memo.set(key, value);
      return value;
    },
    input(name, { shape, dtype }) {
      const weight = weights[name];
      const value = { name, shape, elementType: elementTypes[dtype] };
      if (weight) initializers.weight(value, tensorBytes(weight.data, dtype));
      else inputs.push(value);
      return name;
    },
    elementType: (dtype) => elementTypes[dtype],
    finish: (results) => finishModel({ nodes, initializers: initializers.all(), inputs }, results),
  };
}

/** Nodes in the order in which they are written. Equal nodes are written once. */
function createNodeList() {
  const nodes: NodeProto[] = [];
  const known = new Map<string, NodeProto>();
  const write = (
    { opType, domain, inputs, attributes }: Omit<NodeProto, "output" | "otherOutputs">,
    count = 1,
  ): readonly string[] => {
    const key = JSON.stringify([opType, inputs, attributes, domain]);
    let node = known.get(key);
    if (!node) {
      const output = `v#${nodes.length}`;
      const otherOutputs = Array.from({ length: count - 1 }, (_, i) => `${output}.${i + 1}`);
      node = { opType, domain, inputs, output, otherOutputs, attributes };
      nodes.push(node);
      known.set(key, node);
    }
    return outputsOf(node);
  };
  return { nodes, write };
}

const nameOf = (reference: Reference): string => (typeof reference === "string" ? reference : reference.name);
