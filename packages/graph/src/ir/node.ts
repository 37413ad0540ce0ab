import { blockOps } from "./blocks.ts";
import { convolutionOps } from "./convolution.ts";
import { elementwiseOps } from "./elementwise.ts";
import { indexingOps } from "./indexing.ts";
import { leafOps } from "./leaves.ts";
import { matmulOps } from "./matmul.ts";
import { normalizationOps } from "./normalization.ts";
import type { Op } from "./op.ts";
import { reductionOps } from "./reductions.ts";
import { shapeOps } from "./shape.ts";
import type { TensorType } from "./tensor-type.ts";

/** All ops that a graph is made of. */
const ops = {
  ...leafOps,
  ...elementwiseOps,
  ...reductionOps,
  ...normalizationOps,
  ...matmulOps,
  ...convolutionOps,
  ...blockOps,
  ...indexingOps,
  ...shapeOps,
};

export type OpName = keyof typeof ops;
export type AttrsOf<O extends OpName> = (typeof ops)[O] extends Op<infer Attrs> ? Attrs : never;

export interface NodeOf<O extends OpName> extends TensorType {
  readonly op: O;
  readonly inputs: readonly Node[];
  readonly attrs: AttrsOf<O>;
}

/** A value of the graph, and the op and values that it is made from. Never changed once made. */
export type Node = { [O in OpName]: NodeOf<O> }[OpName];

/** The row of a node's op, with attributes of a type that only the table knows. */
export const opOf = (node: Pick<Node, "op">): Op<unknown> => ops[node.op] as Op<unknown>;

export const isElementwise = (node: Node): boolean => opOf(node).evaluate !== undefined;

/** A node, its shape and kind inferred. */
export function make<O extends OpName>(op: O, inputs: readonly Node[], attrs: AttrsOf<O>): Node {
  const { shape, dtype } = (ops[op] as Op<AttrsOf<O>>).infer(inputs, attrs);
  return { op, inputs, attrs, shape, dtype } as Node;
}

/** The same op on other inputs. */
export const withInputs = (node: Node, inputs: readonly Node[]): Node =>
  make(node.op, inputs, node.attrs as AttrsOf<OpName>);
