import { createBodyWriter, encodeLoop } from "../function-def/loop.ts";
import { createFunctionWriter, type FunctionWriter, type Signature } from "../function-def/writer.ts";
import type { Graph } from "../ir/graph.ts";
import { tensorflowTarget } from "../targets/tensorflow.ts";
import type { Target } from "../targets/target.ts";
import { lowerNodes } from "./lower-graph.ts";

/** Lowers a graph to a TensorFlow function without a name, and encodes it. */
export function lowerFunction(
  graph: Graph,
  signature: Signature,
  target: Target<FunctionWriter> = tensorflowTarget,
): Uint8Array {
  const writer = createFunctionWriter(signature);
  return writer.finish(lowerNodes(graph, target, writer));
}

/** Lowers the graph of an iteration to a function of up to `most` iterations, without a name, after the functions that it calls. */
export function lowerLoop(
  graph: Graph,
  signature: Signature,
  most: number,
  target: Target<FunctionWriter> = tensorflowTarget,
): readonly Uint8Array[] {
  const writer = createBodyWriter(signature);
  return encodeLoop(signature, writer.finish(lowerNodes(graph, target, writer)), most);
}
