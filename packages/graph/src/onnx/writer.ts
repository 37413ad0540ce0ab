import type { NDArrays } from "@tweedie/core";
import type { Operand } from "../ir/op.ts";
import { type DType, sameShape, type Shape, type TensorType } from "../ir/tensor-type.ts";
import {
  type Attribute,
  elementTypes,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfo,
} from "./proto.ts";

type ElementType = keyof typeof elementTypes;
type Reference = string | { readonly name: string };
type Attributes = Record<string, Attribute>;

export interface WriterOptions {
  /** Write standard ONNX for any runtime, and not what ONNX Runtime's CPU provider is fastest at. */
  readonly portable?: boolean;
  /** Values of inputs that are written into the model. */
  readonly weights?: NDArrays;
}

/** Collects the nodes of an ONNX model. Every method returns the name of a value. */
export interface OnnxWriter {
  readonly portable: boolean;
  /** Writes a node, unless it is there already. Its ops are those of ONNX, or of ONNX Runtime in its domains. */
  node(opType: string, inputs: readonly Reference[], attributes?: Attributes, domain?: string): string;
  /** The same of an op of ONNX that has several results, which are as many as are named. */
  results(count: number, opType: string, inputs: readonly Reference[], attributes: Attributes): readonly string[];
  /** The same elements in another shape. A reshape that is taken back is none, and one of a constant is another constant. */
  reshape(value: { readonly name: string; readonly shape: Shape }, shape: Shape): string;
  /** Shapes, axes and the like, which ONNX takes as values. */
  int64(values: number | readonly number[]): string;
  scalar(value: number, dtype: DType): string;
  constant(values: readonly number[], type: TensorType): string;
  /** What is long to make, made once for a key that says what it is. */
  once(key: string, make: () => string): string;
  input(name: string, type: TensorType): string;
  elementType(dtype: DType | "int64"): number;
}

/** A writer, and the model that it has written once its results are named. */
export function createWriter({ portable = false, weights = {} }: WriterOptions = {}): OnnxWriter & {
  finish(results: Readonly<Record<string, Operand>>): ModelProto;
} {
  const nodes: NodeProto[] = [];
  const inputs: ValueInfo[] = [];
  const initializers = new Map<string, TensorProto>();
  const constants = new Map<string, { readonly dtype: ElementType; readonly bytes: Uint8Array }>();

  const initializer = (shape: readonly number[], dtype: ElementType, bytes: Uint8Array): string => {
    const key = `${dtype}[${shape.join()}]${Buffer.from(bytes).toString("latin1")}`;
    const known = initializers.get(key);
    if (known) return known.name;
    const name = `c#${initializers.size}`;
    initializers.set(key, { name, shape, elementType: elementTypes[dtype], bytes });
    constants.set(name, { dtype, bytes });
    return name;
  };

  const constant = (values: readonly number[], { shape, dtype }: TensorType): string =>
    initializer(shape, dtype, bytesOf(values, dtype));

  const written = new Map<string, string>();
  const write = (
    opType: string,
    references: readonly Reference[],
    attributes: Attributes,
    domain: string,
    count = 1,
  ) => {
    const inputs = references.map(nameOf);
    const key = JSON.stringify([opType, inputs, attributes, domain]);
    const output = written.get(key) ?? `v#${nodes.length}`;
    const further = Array.from({ length: count - 1 }, (_, i) => `${output}.${i + 1}`);
    if (!written.has(key)) nodes.push({ opType, domain, inputs, output, further, attributes });
    written.set(key, output);
    return [output, ...further];
  };
  const node: OnnxWriter["node"] = (opType, references, attributes = {}, domain = "") =>
    write(opType, references, attributes, domain)[0]!;
  const int64: OnnxWriter["int64"] = (values) => {
    const list = [values].flat();
    const bytes = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    return initializer(typeof values === "number" ? [] : [list.length], "int64", bytes);
  };
  const made = new Map<string, string>();
  /** What the results of reshapes were before. */
  const reshaped = new Map<string, { readonly name: string; readonly shape: Shape }>();

  return {
    portable,
    node,
    results: (count, opType, references, attributes) => write(opType, references, attributes, "", count),
    reshape({ name, shape: from }, shape) {
      const source = reshaped.get(name) ?? { name, shape: from };
      if (sameShape(source.shape, shape)) return source.name;
      const known = constants.get(source.name);
      if (known) return initializer(shape, known.dtype, known.bytes);
      const result = node("Reshape", [source, int64(shape)], { allowzero: 1 });
      reshaped.set(result, source);
      return result;
    },
    int64,
    scalar: (value, dtype) => constant([value], { shape: [], dtype }),
    constant,
    once(key, make) {
      const value = made.get(key) ?? make();
      made.set(key, value);
      return value;
    },
    input(name, { shape, dtype }) {
      const weight = weights[name];
      const value = { name, shape, elementType: elementTypes[dtype] };
      if (weight) initializers.set(name, { ...value, bytes: bytesOf(weight.data, dtype) });
      else inputs.push(value);
      return name;
    },
    elementType: (dtype) => elementTypes[dtype],
    finish(results) {
      const outputs: ValueInfo[] = [];
      const renamed = new Map<string, string>();
      const outputsOfNodes = new Set(nodes.flatMap(outputsOf));
      for (const [name, { shape, dtype, name: source }] of Object.entries(results)) {
        outputs.push({ name, shape, elementType: elementTypes[dtype] });
        // A result is the value itself under its final name, unless that is an input or already another result.
        if (outputsOfNodes.has(source) && !renamed.has(source)) renamed.set(source, name);
        else
          nodes.push({ opType: "Identity", domain: "", inputs: [source], output: name, further: [], attributes: {} });
      }
      const final = (name: string) => renamed.get(name) ?? name;
      const needed = neededBy(outputs.map(({ name }) => name), nodes.map((node) => ({ ...node, inputs: node.inputs.map(final), output: final(node.output), further: node.further.map(final) }))); // prettier-ignore
      const used = new Set(needed.flatMap(({ inputs }) => inputs));
      return {
        nodes: needed,
        initializers: [...initializers.values()].filter(({ name }) => used.has(name)),
        inputs,
        outputs,
      };
    },
  };
}

/** The nodes without those whose results nobody asks for, such as reshapes that were taken back. */
function neededBy(results: readonly string[], nodes: readonly NodeProto[]): NodeProto[] {
  const asked = new Set(results);
  const needed = nodes.toReversed().filter((node) => {
    if (!outputsOf(node).some((output) => asked.has(output))) return false;
    for (const input of node.inputs) asked.add(input);
    return true;
  });
  return needed.reverse();
}

const outputsOf = ({ output, further }: NodeProto): string[] => [output, ...further];

const nameOf = (reference: Reference): string => (typeof reference === "string" ? reference : reference.name);

function bytesOf(values: ArrayLike<number>, dtype: DType): Uint8Array {
  if (dtype === "bool") return Uint8Array.from(values);
  return new Uint8Array((dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values)).buffer);
}
