import { tf, zeros } from "@tweedie/core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { Layer } from "../layer.ts";
import { normalWeights } from "./normal-weights.ts";

const side = 3;

/**
 * 3 by 3 convolution with zero padding: `[b, h, w, inputs] -> [b, h, w, outputs]`, weights `NAME.weight: [3, 3, inputs, outputs]` and
 * `NAME.bias: [outputs]`.
 *
 * Initialised as `linear`, with variance `gain² / (9 inputs)`.
 */
export function convolution(name: string, inputs: number, outputs: number, { gain = 1 } = {}): Layer {
  const [weight, bias] = [`${name}.weight`, `${name}.bias`];
  return {
    init: (random) => ({
      [weight]: normalWeights(
        random.child(weight),
        [side, side, inputs, outputs],
        gain / Math.sqrt(side * side * inputs),
      ),
      [bias]: zeros([outputs]),
    }),
    forward: (params, x) => tf.conv2d(x as Tensor4D, params[weight] as Tensor4D, 1, "same").add(params[bias]!),
  };
}
