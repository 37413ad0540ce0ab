import type { Tensor } from "@tensorflow/tfjs";
import { activations } from "./activations.ts";
import { classFeatures } from "./class-features.ts";
import { fourierEmbedding } from "./fourier-embedding.ts";
import { initAll, linear, type Layer } from "./linear.ts";

/**
 * What a network knows of a sample besides its pixels, as its blocks take it: two layers on `features` Fourier features of the
 * noise, to which each class adds a vector of its own. `[b] -> [b, width]`.
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
      const level = inner.forward(params, fourierEmbedding(noise, features));
      const known = classes === undefined ? level : level.add(ofClass.forward(params, classFeatures(label!, classes)));
      return activations.silu(outer.forward(params, activations.silu(known)));
    },
  };
}
