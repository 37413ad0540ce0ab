import { add, elementwise, mul } from "../ir/build.ts";
import { make, type Node } from "../ir/node.ts";
import { like } from "./operands.ts";

/** What tfjs's fused kernels do behind a product. */
export interface FusedAttrs {
  readonly activation: "linear" | "relu" | "prelu" | "elu" | "relu6" | "leakyrelu" | "sigmoid";
  readonly leakyreluAlpha?: number;
}

export interface FusedInputs {
  readonly bias?: Node;
  readonly preluActivationWeights?: Node;
}

/** Adds the bias and applies the activation of a fused kernel. */
export function fused(x: Node, { bias, preluActivationWeights }: FusedInputs, attrs: FusedAttrs): Node {
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
      return make("Clip", [y], { min: 0, max: 6 });
    case "leakyrelu":
      return make("LeakyRelu", [y], { alpha: attrs.leakyreluAlpha ?? 0.2 });
    case "prelu": {
      const zero = like(y, 0);
      return add(elementwise("Max")(y, zero), mul(preluActivationWeights!, elementwise("Min")(y, zero)));
    }
  }
}
