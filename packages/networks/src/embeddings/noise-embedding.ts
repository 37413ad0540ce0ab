import type { Tensor } from "@tensorflow/tfjs-core";
import { activations } from "../layers/activations.ts";
import { classFeatures } from "./class-features.ts";
import { fourierEmbedding } from "./fourier-embedding.ts";
import { initAll, type Layer } from "../layer.ts";
import { linear } from "../layers/linear.ts";

/**
 * Embedding of noise level and class, which conditions the blocks of a network: a two-layer MLP on `features` Fourier features of the
 * noise, with a learned vector per class added to its hidden layer. `[b] -> [b, width]`.
 */
export function noiseEmbedding(
  name: string,
  { features, width, classes }: { features: number; width: number; classes?: number | undefined },
): Omit<Layer, "forward"> & { forward(...inputs: [...Parameters<Layer["forward"]>, label?: Tensor]): Tensor } {
  const inner = linear(`${name}.inner`, features, width);
  const outer = linear(`${name}.outer`, width, width);
  const ofClass = linear(`${name}.class`, classes ?? 0, width, { bias: false });
  return {
    init: (random) => initAll(classes === undefined ? [inner, outer] : [inner, outer, ofClass], random),
    forward(params, noise, label) {
      const hidden = inner.forward(params, fourierEmbedding(noise, features));
      const conditioned =
        classes === undefined ? hidden : hidden.add(ofClass.forward(params, classFeatures(label!, classes)));
      return activations.silu(outer.forward(params, activations.silu(conditioned)));
    },
  };
}
