import type { TensorType } from "../ir/tensor-type.ts";
import { elementTypes, type ModelProto, type NodeProto, outputsOf, type ValueInfo } from "./proto.ts";

/** A value of the graph by its name in the ONNX model. */
export interface Operand extends TensorType {
  readonly name: string;
}

/** Gives the results their final names, and removes nodes and initializers that no result depends on. */
export function finishModel(
  { nodes, initializers, inputs }: Omit<ModelProto, "outputs">,
  results: Readonly<Record<string, Operand>>,
): ModelProto {
  const outputs: ValueInfo[] = [];
  const copies: NodeProto[] = [];
  const finalNames = new Map<string, string>();
  const computed = new Set(nodes.flatMap(outputsOf));
  for (const [name, { shape, dtype, name: source }] of Object.entries(results)) {
    outputs.push({ name, shape, elementType: elementTypes[dtype] });
    // A computed value takes the result's name. A copy is needed for inputs, constants and values with a second name.
    if (computed.has(source) && !finalNames.has(source)) finalNames.set(source, name);
    else copies.push(identity(source, name));
  }
  const finalName = (name: string) => finalNames.get(name) ?? name;
  const renamed = [...nodes, ...copies].map((node) => ({
    ...node,
    inputs: node.inputs.map(finalName),
    output: finalName(node.output),
    otherOutputs: node.otherOutputs.map(finalName),
  }));
  const needed = withoutDeadNodes(renamed, outputs);
  const used = new Set(needed.flatMap((node) => node.inputs));
  return { nodes: needed, initializers: initializers.filter(({ name }) => used.has(name)), inputs, outputs };
}

const identity = (input: string, output: string): NodeProto => ({
  opType: "Identity",
  domain: "",
  inputs: [input],
  output,
  otherOutputs: [],
  attributes: {},
});

/** Removes nodes that no output depends on, such as reshapes that were later undone. */
function withoutDeadNodes(nodes: readonly NodeProto[], outputs: readonly ValueInfo[]): NodeProto[] {
  const live = new Set(outputs.map(({ name }) => name));
  const needed = nodes.toReversed().filter((node) => {
    if (!outputsOf(node).some((output) => live.has(output))) return false;
    for (const input of node.inputs) live.add(input);
    return true;
  });
  return needed.reverse();
}
