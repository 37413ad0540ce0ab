import Pbf from "pbf";

/** The fields of ONNX's protobuf messages that this package writes: github.com/onnx/onnx, onnx/onnx.proto. */
export interface ModelProto {
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Version of the standard operators; by default the newest that this package writes. */
  readonly opset?: number;
}

/** Value of an attribute; a model is the body of a loop. */
export type Attribute = number | string | readonly number[] | ModelProto;

export interface NodeProto {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Results after the first. */
  readonly otherOutputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface ValueInfo {
  readonly name: string;
  readonly elementType: number;
  /** A named extent is dynamic. */
  readonly shape: readonly (number | string)[];
}

export interface TensorProto extends ValueInfo {
  readonly shape: readonly number[];
  /** Little-endian. */
  readonly bytes: Uint8Array;
}

/** `TensorProto.DataType`. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;

/** Names of the attributes of type float; other numbers are ints. */
const floats = new Set(["alpha", "epsilon"]);
const attributeTypes = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

const irVersion = 10;
const opsets: Readonly<Record<string, number>> = { "": 21, "com.microsoft": 1, "com.microsoft.nchwc": 1 };

/** Names of all results of a node. */
export const outputsOf = ({ output, otherOutputs }: NodeProto): string[] => [output, ...otherOutputs];

/** Encodes a model as the bytes of an `.onnx` file. */
export function encodeModel(model: ModelProto): Uint8Array {
  const pbf = new Pbf();
  pbf.writeVarintField(1, irVersion);
  pbf.writeStringField(2, "tweedie");
  pbf.writeMessage(7, writeGraph, model);
  for (const domain of domainsOf(model)) {
    pbf.writeMessage(8, writeOpset, { domain, version: (domain === "" && model.opset) || opsets[domain]! });
  }
  return pbf.finish();
}

/** Domains of a model's ops and of those in its loops. */
const domainsOf = ({ nodes }: ModelProto): Set<string> =>
  new Set(["", ...nodes.flatMap((node) => [node.domain, ...bodiesOf(node).flatMap((body) => [...domainsOf(body)])])]);

const bodiesOf = ({ attributes }: NodeProto): readonly ModelProto[] => Object.values(attributes).filter(isModel);

const isModel = (attribute: Attribute): attribute is ModelProto =>
  typeof attribute === "object" && "nodes" in attribute;

function writeOpset({ domain, version }: { domain: string; version: number }, pbf?: Pbf): void {
  pbf!.writeStringField(1, domain);
  pbf!.writeVarintField(2, version);
}

function writeGraph(model: ModelProto, pbf?: Pbf): void {
  for (const node of model.nodes) pbf!.writeMessage(1, writeNode, node);
  pbf!.writeStringField(2, "step");
  for (const tensor of model.initializers) pbf!.writeMessage(5, writeTensor, tensor);
  for (const value of model.inputs) pbf!.writeMessage(11, writeValueInfo, value);
  for (const value of model.outputs) pbf!.writeMessage(12, writeValueInfo, value);
}

function writeNode(node: NodeProto, pbf?: Pbf): void {
  for (const name of node.inputs) pbf!.writeStringField(1, name);
  for (const name of outputsOf(node)) pbf!.writeStringField(2, name);
  pbf!.writeStringField(3, node.output);
  pbf!.writeStringField(4, node.opType);
  for (const attribute of Object.entries(node.attributes)) pbf!.writeMessage(5, writeAttribute, attribute);
  pbf!.writeStringField(7, node.domain);
}

function writeAttribute([name, value]: [string, Attribute], pbf?: Pbf): void {
  pbf!.writeStringField(1, name);
  if (typeof value === "string") {
    pbf!.writeStringField(4, value);
    pbf!.writeVarintField(20, attributeTypes.string);
  } else if (isModel(value)) {
    pbf!.writeMessage(6, writeGraph, value);
    pbf!.writeVarintField(20, attributeTypes.graph);
  } else if (typeof value !== "number") {
    for (const each of value) pbf!.writeVarintField(8, each);
    pbf!.writeVarintField(20, attributeTypes.ints);
  } else if (floats.has(name)) {
    pbf!.writeFloatField(2, value);
    pbf!.writeVarintField(20, attributeTypes.float);
  } else {
    pbf!.writeVarintField(3, value);
    pbf!.writeVarintField(20, attributeTypes.int);
  }
}

function writeTensor(tensor: TensorProto, pbf?: Pbf): void {
  for (const extent of tensor.shape) pbf!.writeVarintField(1, extent);
  pbf!.writeVarintField(2, tensor.elementType);
  pbf!.writeStringField(8, tensor.name);
  pbf!.writeBytesField(9, tensor.bytes);
}

function writeValueInfo(value: ValueInfo, pbf?: Pbf): void {
  pbf!.writeStringField(1, value.name);
  pbf!.writeMessage(2, writeTensorTypeOf, value);
}

const writeTensorTypeOf = (value: ValueInfo, pbf?: Pbf): void => pbf!.writeMessage(1, writeTensorType, value);

function writeTensorType({ elementType, shape }: ValueInfo, pbf?: Pbf): void {
  pbf!.writeVarintField(1, elementType);
  pbf!.writeMessage(2, writeShape, shape);
}

function writeShape(shape: ValueInfo["shape"], pbf?: Pbf): void {
  for (const extent of shape) pbf!.writeMessage(1, writeExtent, extent);
}

function writeExtent(extent: number | string, pbf?: Pbf): void {
  if (typeof extent === "string") pbf!.writeStringField(2, extent);
  else pbf!.writeVarintField(1, extent);
}
