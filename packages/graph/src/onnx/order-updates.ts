import { type Dataflow, dataflowOf, type Update, unorderedReaders, withoutAncestors } from "./in-place.ts";
import type { ModelProto, NodeProto } from "./proto.ts";

/**
 * Orders the updates of a model after the other readers of their weights, where nothing else does, so that they can be written in place.
 *
 * An early group of weights is updated before the backward pass ends. A convolution's weights are read twice: the gradient of the weights
 * does not depend on the second time, which computes the derivatives of earlier layers.
 */
export function orderUpdates(model: ModelProto, updates: readonly Update[]): ModelProto {
  let nodes = model.nodes;
  let dataflow = dataflowOf(nodes, model);
  for (const update of updates) {
    const ordered = orderUpdate(dataflow, nodes, update);
    if (!ordered) continue;
    nodes = ordered;
    dataflow = dataflowOf(nodes, model);
  }
  return nodes === model.nodes ? model : { ...model, nodes: inTopologicalOrder(nodes, dataflow) };
}

/** The nodes with one update after all readers of its weight; undefined if it is already, or if a reader depends on the update. */
function orderUpdate(dataflow: Dataflow, nodes: readonly NodeProto[], update: Update): NodeProto[] | undefined {
  const { producers } = dataflow;
  const { input, output } = update;
  const unordered = unorderedReaders(dataflow, update);
  const last = producers.get(output);
  if (!unordered?.size || !last?.inputs.includes(input)) return undefined;
  const final = finalOf(nodes.filter((node) => unordered.has(node)), producers); // prettier-ignore
  if (final.some((reader) => withoutAncestors(new Set([last]), reader, producers).size === 0)) return undefined;
  return nodes.flatMap((node) => (node === last ? after(last, input, final) : [node]));
}

/** The nodes, of some in topological order, on which no other of them depends. */
function finalOf(nodes: readonly NodeProto[], producers: Dataflow["producers"]): readonly NodeProto[] {
  const final: NodeProto[] = [];
  let rest: ReadonlySet<NodeProto> = new Set(nodes);
  for (let last = [...rest].at(-1); last; last = [...rest].at(-1)) {
    final.push(last);
    rest = withoutAncestors(rest, last, producers); // a node is among its own ancestors
  }
  return final;
}

/** A node that reads its input through a reshape to the same shape, which is known when the others have run. ONNX Runtime does not copy it. */
function after(node: NodeProto, input: string, others: readonly NodeProto[]): NodeProto[] {
  const name = (part: string) => `${node.output}.after.${part}`;
  const create = (opType: string, inputs: readonly string[], output: string, attributes: NodeProto["attributes"]) =>
    ({ opType, domain: "", inputs, output, otherOutputs: [], attributes }) satisfies NodeProto;
  const empty = others.map((other, i) => create("Shape", [other.output], name(`${i}`), { start: 0, end: 0 }));
  const own = create("Shape", [input], name("own"), {});
  const parts = [...empty, own].map(({ output }) => output);
  const shape = create("Concat", parts, name("shape"), { axis: 0 });
  const reshaped = create("Reshape", [input, shape.output], name("input"), { allowzero: 1 });
  const inputs = node.inputs.map((each) => (each === input ? reshaped.output : each));
  return [...empty, own, shape, reshaped, { ...node, inputs }];
}

/** Nodes after those that they depend on, otherwise in their order. */
function inTopologicalOrder(nodes: readonly NodeProto[], { producers }: Dataflow): NodeProto[] {
  const sorted = new Set<NodeProto>();
  const stack = [...nodes].reverse();
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const missing = node.inputs.flatMap((input) => producers.get(input) ?? []).filter((each) => !sorted.has(each));
    if (missing.length > 0) stack.push(...missing);
    else sorted.add(stack.pop()!);
  }
  return [...sorted];
}
