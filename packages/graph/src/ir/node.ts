import { blockedOps } from "./ops/blocked.ts";
import { convolutionOps } from "./ops/convolution.ts";
import { elementwiseOps } from "./ops/elementwise.ts";
import { fusedOps } from "./ops/fused.ts";
import { leafOps } from "./ops/leaves.ts";
import { matmulOps } from "./ops/matmul.ts";
import { normalizationOps } from "./ops/normalization.ts";
import type { OpDefinition } from "./ops/op-definition.ts";
import { reductionOps } from "./ops/reductions.ts";
import { shapeOps } from "./ops/shape.ts";
import type { TensorType } from "./tensor-type.ts";

/** Ops of ONNX without the forms of the CPU. A traced graph consists of them; a target may lack a few. */
const portableOps = {
  ...leafOps,
  ...elementwiseOps,
  ...reductionOps,
  ...normalizationOps,
  ...matmulOps,
  ...convolutionOps,
  ...shapeOps,
};

/** All ops of the IR. Only passes of the CPU's target create those that are not portable. */
const ops = { ...portableOps, ...blockedOps, ...fusedOps };

export type PortableOp = keyof typeof portableOps;
export type OpName = keyof typeof ops;
export type AttrsOf<O extends OpName> = (typeof ops)[O] extends OpDefinition<infer Attrs> ? Attrs : never;

export interface NodeOf<O extends OpName> extends TensorType {
  readonly op: O;
  readonly inputs: readonly Node[];
  readonly attrs: AttrsOf<O>;
}

/** A value of the graph: an op applied to other values. Immutable. */
export type Node = { [O in OpName]: NodeOf<O> }[OpName];

/** Definition of a node's op. The type of the attributes is known to the table alone. */
export const definitionOf = (node: Pick<Node, "op">): OpDefinition<unknown> => ops[node.op] as OpDefinition<unknown>;

export const isElementwise = (node: Node): boolean => definitionOf(node).evaluate !== undefined;

/** Creates a node and infers its shape and element type. */
export function createNode<O extends OpName>(op: O, inputs: readonly Node[], attrs: AttrsOf<O>): Node {
  const { shape, dtype } = (ops[op] as OpDefinition<AttrsOf<O>>).infer(inputs, attrs);
  return { op, inputs, attrs, shape, dtype } as Node;
}

/** Copy of a node with other inputs. */
export const withInputs = (node: Node, inputs: readonly Node[]): Node =>
  createNode(node.op, inputs, node.attrs as AttrsOf<OpName>);
