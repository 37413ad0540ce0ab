import Pbf from "pbf";
import type { DType, Shape } from "../ir/tensor-type.ts";

/** The fields of TensorFlow's protobuf messages that this package writes: tensorflow/core/framework, function.proto and what it imports. */
export interface FunctionDef {
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Result[];
  readonly nodes: readonly NodeDef[];
  /** Names of the nodes that run although no output depends on them. */
  readonly effects: readonly string[];
  /** True for a function that others call. Otherwise XLA compiles it as a whole, and equal calls are not merged. */
  readonly isPart?: boolean;
}

export interface Argument {
  readonly name: string;
  readonly dtype: DType | "resource";
}

export interface Result extends Argument {
  /** Value in the body of the function: an argument, or `node:output:0`. */
  readonly value: string;
}

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** Values, and `^node` for a node that must run before. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttrValue>>;
}

/** Value of an attribute. A number is an integer. */
export type AttrValue =
  | boolean
  | number
  | readonly number[]
  | { readonly text: string }
  | { readonly float: number }
  /** Name of a function. */
  | { readonly func: string }
  | { readonly type: DType | "bfloat16" }
  | { readonly types: readonly DType[] }
  | { readonly tensor: { readonly dtype: DType; readonly shape: Shape; readonly bytes: Uint8Array } };

/** `DataType`. */
const dataTypes = { float32: 1, int32: 3, bool: 10, bfloat16: 14, resource: 20 } as const;

type Field<T> = (value: T, pbf?: Pbf) => void;

/** Encodes a function. It has no name yet. */
export function encodeFunction(definition: FunctionDef): Uint8Array {
  const pbf = new Pbf();
  pbf.writeMessage(1, writeSignature, definition);
  for (const node of definition.nodes) pbf.writeMessage(3, writeNode, node);
  writeMap(
    pbf,
    4,
    definition.outputs.map(({ name, value }) => [name, value]),
  );
  if (!definition.isPart) pbf.writeMessage(5, writeAttribute, ["_XlaMustCompile", true]);
  writeMap(
    pbf,
    6,
    definition.effects.map((node) => [node, node]),
  );
  return pbf.finish();
}

/** The encoded function with a name. Of an embedded message that is written twice, a reader of the format merges the fields. */
export function nameFunction(definition: Uint8Array, name: string): Uint8Array {
  const pbf = new Pbf();
  pbf.writeMessage(1, writeName, name);
  return Buffer.concat([definition, pbf.finish()]);
}

/** Several functions as one message, of which the last may call the others. */
export function joinFunctions(functions: readonly Uint8Array[]): Uint8Array {
  const pbf = new Pbf();
  for (const each of functions) pbf.writeBytesField(1, each);
  return pbf.finish();
}

/** The functions of such a message. */
export const splitFunctions = (message: Uint8Array): readonly Uint8Array[] =>
  new Pbf(message).readFields<Uint8Array[]>((tag, functions, pbf) => {
    if (tag === 1) functions.push(pbf!.readBytes());
  }, []);

const writeName: Field<string> = (name, pbf) => {
  pbf!.writeStringField(1, name);
};

const writeSignature: Field<FunctionDef> = ({ inputs, outputs, effects, isPart }, pbf) => {
  for (const input of inputs) pbf!.writeMessage(2, writeArgument, input);
  for (const output of outputs) pbf!.writeMessage(3, writeArgument, output);
  if (!isPart) pbf!.writeBooleanField(17, true); // stateful
  for (const node of effects) pbf!.writeStringField(20, node);
};

const writeArgument: Field<Argument> = ({ name, dtype }, pbf) => {
  pbf!.writeStringField(1, name);
  pbf!.writeVarintField(3, dataTypes[dtype]);
};

const writeNode: Field<NodeDef> = ({ name, op, inputs, attributes }, pbf) => {
  pbf!.writeStringField(1, name);
  pbf!.writeStringField(2, op);
  for (const input of inputs) pbf!.writeStringField(3, input);
  for (const attribute of Object.entries(attributes)) pbf!.writeMessage(5, writeAttribute, attribute);
};

/** A map of strings: one message for each entry. */
function writeMap(pbf: Pbf, field: number, entries: readonly (readonly [string, string])[]): void {
  for (const entry of entries) pbf.writeMessage(field, writeEntry, entry);
}

const writeEntry: Field<readonly [string, string]> = ([key, value], pbf) => {
  pbf!.writeStringField(1, key);
  pbf!.writeStringField(2, value);
};

const writeAttribute: Field<readonly [string, AttrValue]> = ([name, value], pbf) => {
  pbf!.writeStringField(1, name);
  pbf!.writeMessage(2, writeAttrValue, value);
};

const writeAttrValue: Field<AttrValue> = (value, pbf) => {
  if (typeof value === "boolean") pbf!.writeBooleanField(5, value);
  else if (typeof value === "number") pbf!.writeVarintField(3, value);
  else if (value instanceof Array) pbf!.writeMessage(1, writeIntegers, value);
  else if ("text" in value) pbf!.writeStringField(2, value.text);
  else if ("float" in value) pbf!.writeFloatField(4, value.float);
  else if ("func" in value) pbf!.writeMessage(10, writeName, value.func);
  else if ("type" in value) pbf!.writeVarintField(6, dataTypes[value.type]);
  else if ("types" in value) pbf!.writeMessage(1, writeTypes, value.types);
  else pbf!.writeMessage(8, writeTensor, value.tensor);
};

const writeIntegers: Field<readonly number[]> = (values, pbf) => {
  for (const value of values) pbf!.writeVarintField(3, value);
};

const writeTypes: Field<readonly DType[]> = (types, pbf) => {
  for (const type of types) pbf!.writeVarintField(6, dataTypes[type]);
};

const writeTensor: Field<Extract<AttrValue, { tensor: unknown }>["tensor"]> = ({ dtype, shape, bytes }, pbf) => {
  pbf!.writeVarintField(1, dataTypes[dtype]);
  pbf!.writeMessage(2, writeShape, shape);
  pbf!.writeBytesField(4, bytes);
};

const writeShape: Field<Shape> = (shape, pbf) => {
  for (const extent of shape) pbf!.writeMessage(2, writeExtent, extent);
};

const writeExtent: Field<number> = (extent, pbf) => {
  pbf!.writeVarintField(1, extent);
};
