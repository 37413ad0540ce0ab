import type { NDArrays } from "@tweedie/core";
import { type Graph, mapGraph, nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { encodeModel, type ModelProto } from "../onnx/proto.ts";
import { createWriter, type Operand } from "../onnx/writer.ts";
import { cpuTarget } from "../targets/cpu.ts";
import type { Target } from "../targets/target.ts";
import type { Lowering } from "./lowering.ts";
import { MissingLoweringError } from "./missing-lowering-error.ts";

/** Bytes of a graph's ONNX model. Inputs and outputs of the model have the names of the graph's inputs and results. */
export const writeModel = (graph: Graph, target?: Target): Uint8Array => encodeModel(lowerGraph(graph, target));

/**
 * Lowers a graph to an ONNX model.
 *
 * @param weights Values of inputs that are written into the model.
 */
export function lowerGraph(graph: Graph, target: Target = cpuTarget(), weights: NDArrays = {}): ModelProto {
  const writer = createWriter(weights);
  return writer.finish(lowerNodes(graph, target, writer));
}

/** Writes the nodes of a graph, and returns its results. @throws MissingLoweringError for an op that the target lacks */
export function lowerNodes<Writer>(
  graph: Graph,
  target: Target<Writer>,
  writer: Writer,
): Readonly<Record<string, Operand>> {
  const operands = new Map<Node, Operand>();
  for (const node of nodesOf(reverseResults(graph))) {
    const { op, shape, dtype, inputs, attrs } = node;
    const lowering = target.lowerings[op] as Lowering<typeof attrs, Writer> | undefined;
    if (!lowering) throw new MissingLoweringError(target.name, op);
    const operand = (input: Node) => operands.get(input)!;
    operands.set(node, { name: lowering(writer, inputs.map(operand), attrs, node), shape, dtype });
  }
  return mapGraph(graph, (node) => operands.get(node)!);
}

/**
 * ONNX Runtime derives its execution order backwards from the last node of a model. If that were an update of a network's last
 * layer, derivatives that the backward pass needs would be computed long after the activations that they belong to.
 */
const reverseResults = (graph: Graph): Graph => Object.fromEntries(Object.entries(graph).reverse());
