import { tf, type NDArrays, type Network, type Params, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { oneHot } from "../../embeddings/class-features.ts";
import { activations } from "../../layers/activations.ts";
import { initAll } from "../../layer.ts";
import { allTensors, type PublishedLayer } from "../file-tensor.ts";
import type { Initial } from "../initial.ts";
import { matrix, type LayerInitial } from "../layers.ts";
import type { NoiseFeatures } from "./noise-features.ts";

const { silu } = activations;

/** Name among the params of the numbers that describe the augmentation of each sample. */
const augmentationLabels = "map_augment.labels";

/** Sizes of the embedding of noise, class and augmentation. */
export interface EmbeddingSize {
  /** Features of the noise. */
  readonly features: number;
  /** Size of the embedding. */
  readonly width: number;
  readonly classes?: number | undefined;
  /** Numbers that describe the augmentation of a sample. 0: none. */
  readonly augmentations: number;
  /** Fraction of the samples of a training step whose class is not given. */
  readonly labelDropout: number;
}

/** The conventions in which the embeddings of DDPM++ and ADM differ. */
export interface EmbeddingStyle {
  readonly noise: NoiseFeatures;
  readonly initial: LayerInitial;
  readonly augmentation: Initial;
  readonly label: LayerInitial;
  /** The class is added to the features of the noise, or to the output of the second matrix. */
  readonly addsLabelTo: "features" | "output";
  /** Value of the one of a one-hot label. */
  readonly hot: number;
}

/**
 * Embedding of noise, class and augmentation that conditions the blocks of DDPM++ and ADM, with tensors `map_layer0, map_layer1`, and
 * `map_label`, `map_augment` where there are classes or augmentations: `[b] -> [b, width]`.
 *
 * The numbers that describe the augmentation of each sample are draws of a training step, `map_augment.labels: [b, augmentations]`;
 * without them the samples are not augmented. A label is not given where `map_label.mask: [b, 1]` is zero.
 */
export function embedding(
  { features, width, classes, augmentations, labelDropout }: EmbeddingSize,
  { noise, initial, augmentation, label, addsLabelTo, hot }: EmbeddingStyle,
): PublishedLayer<[noise: Tensor, label?: Tensor]> & Pick<Network, "fixed" | "augmentation"> {
  const layer0 = matrix("map_layer0", features, width, initial);
  const layer1 = matrix("map_layer1", width, width, initial);
  const ofClass = matrix("map_label", classes ?? 0, addsLabelTo === "features" ? features : width, label);
  const ofAugmentation = matrix("map_augment", augmentations, features, { weight: augmentation, bias: false });
  const augmented = augmentations > 0;
  const layers = [noise, layer0, layer1, ...(classes ? [ofClass] : []), ...(augmented ? [ofAugmentation] : [])];
  const classVector = (params: Params, label: Tensor) => {
    const scaled = oneHot(label, classes!).mul(hot);
    const mask = params["map_label.mask"];
    return ofClass.forward(params, mask ? scaled.mul(mask) : scaled);
  };
  return {
    init: (random) => initAll(layers, random),
    tensors: allTensors(layers),
    fixed: [...(noise.fixed ?? []), ...(augmented ? ["map_augment.weight"] : [])],
    augmentation: augmented ? { name: augmentationLabels, count: augmentations } : undefined,
    draws: classes && labelDropout > 0 ? (random, count) => labelMask(random, count, labelDropout) : undefined,
    forward(params, level, label) {
      const withClass = (e: Tensor) => (classes ? e.add(classVector(params, label!)) : e);
      let e = noise.forward(params, level);
      if (addsLabelTo === "features") e = withClass(e);
      if (augmented) {
        const labels = params[augmentationLabels] ?? tf.zeros([e.shape[0]!, augmentations]);
        e = e.add(ofAugmentation.forward(params, labels));
      }
      e = layer1.forward(params, silu(layer0.forward(params, e)));
      return silu(addsLabelTo === "output" ? withClass(e) : e);
    },
  };
}

/** Zero for the samples whose class is not given, a fraction `rate`; otherwise one. */
const labelMask = (random: Random, count: number, rate: number): NDArrays => ({
  "map_label.mask": {
    shape: [count, 1],
    data: random
      .child("map_label.mask")
      .uniform(count)
      .map((u) => (u < rate ? 0 : 1)),
  },
});
