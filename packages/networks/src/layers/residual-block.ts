import type { Tensor } from "@tensorflow/tfjs-core";
import { activations, type Activation } from "./activations.ts";
import { initAll, type Layer } from "../layer.ts";
import { linear } from "./linear.ts";

/**
 * `h + W2 act(W1 act(h) + We e)`: `[b, width] -> [b, width]`, conditioned on features `e: [b, condition]` if `condition` > 0.
 *
 * Activations precede weights, as in He et al., "Identity mappings in deep residual networks", arXiv 1603.05027: without the first
 * activation, the error of a learned score of the ring dataset was twice as large.
 */
export function residualBlock(
  name: string,
  { width, condition, activation }: { width: number; condition: number; activation: Activation },
): Layer<[h: Tensor, features?: Tensor]> {
  const act = activations[activation];
  const inner = linear(`${name}.inner`, width, width);
  const outer = linear(`${name}.outer`, width, width);
  const noise = linear(`${name}.noise`, condition, width, { bias: false });
  return {
    init: (random) => initAll(condition > 0 ? [inner, outer, noise] : [inner, outer], random),
    forward(params, h, features) {
      const y = inner.forward(params, act(h));
      return h.add(outer.forward(params, act(features ? y.add(noise.forward(params, features)) : y)));
    },
  };
}
