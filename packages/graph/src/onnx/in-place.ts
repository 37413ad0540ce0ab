import { type ModelProto, type NodeProto, outputsOf } from "./proto.ts";

/** A value that a model reads as one of its inputs, and its next value, an output of the model. */
export interface Update {
  readonly input: string;
  readonly output: string;
  /** Other inputs that share memory with it: a flat parameter and its members. */
  readonly overlapping: readonly string[];
}

/** Producers and readers of the values of a model. */
export interface Dataflow {
  readonly producers: ReadonlyMap<string, NodeProto>;
  readonly readers: ReadonlyMap<string, readonly NodeProto[]>;
  readonly outputs: ReadonlySet<string>;
  /** Shapes of the model's inputs and outputs, as text. */
  readonly shapes: ReadonlyMap<string, string>;
}

/** Ops whose result has the memory of their first input in ONNX Runtime. */
const aliasing = new Set(["Identity", "Reshape"]);

/** Ops that read each element before they write the element of the same index. */
const elementwise = new Set(["Add", "Sub", "Mul", "Div"]);

/**
 * The updates whose output may be written to the memory of their input.
 *
 * The node that computes the output must be the last one that reads the memory of the input: each other reader must be one of its
 * ancestors, which run before it in any order. The node itself may read the input if it is elementwise and the shapes are equal:
 * nothing is then broadcast.
 */
export function inPlaceUpdates<U extends Update>(model: ModelProto, updates: readonly U[]): readonly U[] {
  const dataflow = dataflowOf(model.nodes, model);
  return updates.filter((update) => unorderedReaders(dataflow, update)?.size === 0);
}

export function dataflowOf(nodes: readonly NodeProto[], model: Pick<ModelProto, "inputs" | "outputs">): Dataflow {
  const producers = new Map<string, NodeProto>();
  const readers = new Map<string, NodeProto[]>();
  for (const node of nodes) {
    for (const output of outputsOf(node)) producers.set(output, node);
    for (const input of new Set(node.inputs)) {
      const known = readers.get(input);
      if (known) known.push(node);
      else readers.set(input, [node]);
    }
  }
  const outputs = new Set(model.outputs.map(({ name }) => name));
  const shapes = new Map([...model.inputs, ...model.outputs].map(({ name, shape }) => [name, shape.join()]));
  return { producers, readers, outputs, shapes };
}

/**
 * The nodes that read the memory of an update's input, and may run after the node that computes the next value. Undefined if that node
 * cannot write to this memory in any order.
 */
export function unorderedReaders(
  { producers, readers, outputs, shapes }: Dataflow,
  { input, output, overlapping }: Update,
): ReadonlySet<NodeProto> | undefined {
  const last = producers.get(output);
  if (!last || aliasing.has(last.opType)) return undefined;
  const all = readersOf([input, ...overlapping], readers, outputs);
  if (!all) return undefined;
  const isAligned = elementwise.has(last.opType) && shapes.get(input) === shapes.get(output);
  const readsPart = readersOf(overlapping, readers, outputs)?.has(last) ?? false;
  if (all.has(last) && (!isAligned || readsPart)) return undefined;
  all.delete(last);
  return withoutAncestors(all, last, producers);
}

/** All nodes that read values or other names of their memory; undefined if such a name is an output of the model. */
function readersOf(
  values: readonly string[],
  readers: ReadonlyMap<string, readonly NodeProto[]>,
  outputs: ReadonlySet<string>,
): Set<NodeProto> | undefined {
  const found = new Set<NodeProto>();
  const names = [...values];
  for (const name of names) {
    for (const node of readers.get(name) ?? []) {
      found.add(node);
      if (!aliasing.has(node.opType) || node.inputs[0] !== name) continue;
      if (outputs.has(node.output)) return undefined;
      names.push(node.output);
    }
  }
  return found;
}

/** The nodes on which a node does not depend. It depends on itself. */
export function withoutAncestors(
  nodes: ReadonlySet<NodeProto>,
  of: NodeProto,
  producers: ReadonlyMap<string, NodeProto>,
): ReadonlySet<NodeProto> {
  const missing = new Set(nodes);
  const seen = new Set([of]);
  for (const node of seen) {
    missing.delete(node);
    if (missing.size === 0) break;
    for (const input of node.inputs) {
      const producer = producers.get(input);
      if (producer) seen.add(producer);
    }
  }
  return missing;
}
