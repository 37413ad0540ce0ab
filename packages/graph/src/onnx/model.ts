import type { Operand } from "../ir/op.ts";
import { type Graph, mapGraph, nodesOf } from "../ir/graph.ts";
import { type Node, opOf } from "../ir/node.ts";
import { encodeModel, type ModelProto } from "./proto.ts";
import { createWriter, type WriterOptions } from "./writer.ts";

/** A graph as the bytes of an ONNX model: its inputs under their names, its results under theirs. */
export const writeModel = (graph: Graph, options?: WriterOptions): Uint8Array => encodeModel(modelOf(graph, options));

/** The same before it is bytes. */
export function modelOf(graph: Graph, options?: WriterOptions): ModelProto {
  const writer = createWriter(options);
  const operands = new Map<Node, Operand>();
  for (const node of nodesOf(lastFirst(graph))) {
    const { shape, dtype, inputs, attrs } = node;
    const operand = (input: Node) => operands.get(input)!;
    operands.set(node, { name: opOf(node).onnx(writer, inputs.map(operand), attrs, node), shape, dtype });
  }
  return writer.finish(mapGraph(graph, (node) => operands.get(node)!));
}

/**
 * ONNX Runtime works back from the last node of a model, and begins with what it meets first. Were this an update of a
 * network's last layer, derivatives that the backward pass needs would be computed long after the values that they are of.
 */
const lastFirst = (graph: Graph): Graph => Object.fromEntries(Object.entries(graph).reverse());
