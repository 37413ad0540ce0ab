import { type Graph, mapGraph, nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { encodeModel, type ModelProto } from "../onnx/proto.ts";
import { createWriter, type Operand, type WriterOptions } from "../onnx/writer.ts";
import type { Lowering } from "./lowering.ts";
import { lowerings } from "./lowerings.ts";

/** Bytes of a graph's ONNX model. Inputs and outputs of the model have the names of the graph's inputs and results. */
export const writeModel = (graph: Graph, options?: WriterOptions): Uint8Array =>
  encodeModel(lowerGraph(graph, options));

/** Lowers a graph to an ONNX model. */
export function lowerGraph(graph: Graph, options?: WriterOptions): ModelProto {
  const writer = createWriter(options);
  const operands = new Map<Node, Operand>();
  for (const node of nodesOf(reverseResults(graph))) {
    const { op, shape, dtype, inputs, attrs } = node;
    const lowering = lowerings[op] as Lowering<typeof attrs>;
    const operand = (input: Node) => operands.get(input)!;
    operands.set(node, { name: lowering(writer, inputs.map(operand), attrs, node), shape, dtype });
  }
  return writer.finish(mapGraph(graph, (node) => operands.get(node)!));
}

/**
 * ONNX Runtime derives its execution order backwards from the last node of a model. If that were an update of a network's last
 * layer, derivatives that the backward pass needs would be computed long after the activations that they belong to.
 */
const reverseResults = (graph: Graph): Graph => Object.fromEntries(Object.entries(graph).reverse());
