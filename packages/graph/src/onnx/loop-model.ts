import { elementTypes, type ModelProto, type NodeProto, type ValueInfo } from "./proto.ts";

/** A value that an iteration reads and replaces. */
export interface CarriedValue extends ValueInfo {
  /** Name of the next value, an output of the iteration. `name` is that of the current one, which the iteration may not read. */
  readonly next: string;
}

interface LoopValues {
  readonly carried: readonly CarriedValue[];
  /** Inputs of which each iteration has its own value. */
  readonly stacked: readonly string[];
}

/** Name of the input that is the number of iterations, an int64 without axes. */
export const iterationsInput = "iterations";

const int64 = { elementType: elementTypes.int64, shape: [] };
const bool = { elementType: elementTypes.bool, shape: [] };
const [index, condition] = [
  { name: "each/index", ...int64 },
  { name: "each/condition", ...bool },
];

/**
 * Turns the model of an iteration into a model of any number of iterations.
 *
 * Its inputs and outputs have the same names. Inputs in `stacked`, and outputs that are not carried, have one more axis: the first,
 * along the iterations. Carried inputs are those of the first iteration, carried outputs those of the last. Other inputs are the
 * same in all iterations.
 */
export function loopModel(step: ModelProto, { carried, stacked }: LoopValues): ModelProto {
  const ownInputs = new Set([...carried.map(({ name }) => name), ...stacked]);
  const nexts = new Set(carried.map(({ next }) => next));
  const outputs = step.outputs.filter(({ name }) => !nexts.has(name));
  const stackedInputs = step.inputs.filter(({ name }) => stacked.includes(name));
  const shared = step.inputs.filter(({ name }) => !ownInputs.has(name));
  const own = new Set([...ownInputs, ...step.outputs.map(({ name }) => name)]);
  const inBody = (name: string): string => (own.has(name) ? `each/${name}` : name);
  const nodes = step.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(inBody),
    output: inBody(node.output),
    otherOutputs: node.otherOutputs.map(inBody),
  }));
  // Shapes and axes, which the runtime reads on the host, belong to the graph of the nodes that read them.
  const isShape = ({ elementType }: ValueInfo): boolean => elementType === elementTypes.int64;
  const body: ModelProto = {
    nodes: [
      nodeOf("Identity", [condition.name], "each/continue"),
      ...stackedInputs.map(({ name }) => nodeOf("Gather", [name, index.name], inBody(name), { axis: 0 })),
      ...nodes,
    ],
    initializers: step.initializers.filter(isShape),
    inputs: [index, condition, ...carried.map(({ name, ...type }) => valueOf(inBody(name), type))],
    outputs: [
      { name: "each/continue", ...bool },
      ...carried.map(({ next, ...type }) => valueOf(inBody(next), type)),
      ...outputs.map(({ name, ...type }) => valueOf(inBody(name), type)),
    ],
  };
  const results = [...carried.map(({ next }) => next), ...outputs.map(({ name }) => name)];
  const [first, ...others] = results as [string, ...string[]];
  const loop = nodeOf("Loop", [iterationsInput, "", ...carried.map(({ name }) => name)], first, { body });
  const alongIterations = (value: ValueInfo): ValueInfo => ({ ...value, shape: [iterationsInput, ...value.shape] });
  return {
    nodes: [{ ...loop, otherOutputs: others }],
    initializers: step.initializers.filter((initializer) => !isShape(initializer)),
    inputs: [
      { name: iterationsInput, ...int64 },
      ...carried.map(({ name, ...type }) => valueOf(name, type)),
      ...shared,
      ...stackedInputs.map(alongIterations),
    ],
    outputs: [...carried.map(({ next, ...type }) => valueOf(next, type)), ...outputs.map(alongIterations)],
  };
}

const valueOf = (name: string, { elementType, shape }: Omit<ValueInfo, "name">): ValueInfo => ({
  name,
  elementType,
  shape,
});

const nodeOf = (
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: NodeProto["attributes"] = {},
): NodeProto => ({ opType, domain: "", inputs, output, otherOutputs: [], attributes });
