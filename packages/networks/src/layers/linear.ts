import { zeros } from "@tweedie/core";
import type { Layer } from "../layer.ts";
import { normalWeights } from "./normal-weights.ts";

/**
 * `x W + b`: `[..., inputs] -> [..., outputs]`, weights `NAME.weight: [inputs, outputs]` and `NAME.bias: [outputs]`.
 *
 * Initial weights are normal with variance `gain² / inputs`, so that the output's variance is `gain²` times the input's
 * (LeCun et al., "Efficient BackProp", 1998, section 4.6); initial biases are zero. With a gain of 0 the initial output is zero.
 */
export function linear(name: string, inputs: number, outputs: number, { gain = 1, bias = true } = {}): Layer {
  const [weight, offset] = [`${name}.weight`, `${name}.bias`];
  return {
    init: (random) => ({
      [weight]: normalWeights(random.child(weight), [inputs, outputs], gain / Math.sqrt(inputs)),
      ...(bias && { [offset]: zeros([outputs]) }),
    }),
    forward(params, x) {
      // One matrix product for any number of axes: each pixel or token is a row.
      const product = x.reshape([-1, inputs]).matMul(params[weight]!);
      const y = bias ? product.add(params[offset]!) : product;
      return x.rank === 2 ? y : y.reshape([...x.shape.slice(0, -1), outputs]);
    },
  };
}
