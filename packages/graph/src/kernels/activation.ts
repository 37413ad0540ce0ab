import { add, elementwise, mul } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";
import { scalarLike } from "./operands.ts";

/** Activation of tfjs's fused kernels. */
export interface FusedAttrs {
  readonly activation: "linear" | "relu" | "prelu" | "elu" | "relu6" | "leakyrelu" | "sigmoid";
  readonly leakyreluAlpha?: number;
}

export interface FusedInputs {
  readonly bias?: Node;
  readonly preluActivationWeights?: Node;
}

/** Applies a fused kernel's optional bias and activation to its linear result. */
export function addBiasAndActivation(x: Node, { bias, preluActivationWeights }: FusedInputs, attrs: FusedAttrs): Node {
  const y = bias ? add(x, bias) : x;
  switch (attrs.activation) {
    case "linear":
      return y;
    case "relu":
      return elementwise("Relu")(y);
    case "elu":
      return elementwise("Elu")(y);
    case "sigmoid":
      return elementwise("Sigmoid")(y);
    case "relu6":
      return createNode("Clip", [y], { min: 0, max: 6 });
    case "leakyrelu":
      return createNode("LeakyRelu", [y], { alpha: attrs.leakyreluAlpha ?? 0.2 });
    case "prelu": {
      const zero = scalarLike(y, 0);
      return add(elementwise("Max")(y, zero), mul(preluActivationWeights!, elementwise("Min")(y, zero)));
    }
  }
}
