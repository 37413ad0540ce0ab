import type { Tensor } from "@tensorflow/tfjs-core";
import { oneHot } from "../../embeddings/class-features.ts";
import { activations } from "../../layers/activations.ts";
import { initAll } from "../../layer.ts";
import { allTensors, type PublishedLayer } from "../file-tensor.ts";
import { normalOf } from "../initial.ts";
import { matrix } from "../layers.ts";
import { geometricFrequencies, sinusoids } from "../sinusoids.ts";
import { torchDefault } from "./resnet.ts";
import type { DiffusersUnetSize } from "./size.ts";

type Size = Pick<DiffusersUnetSize, "frequencyShift" | "cosinesFirst"> & {
  readonly features: number;
  readonly width: number;
  readonly classes: number | undefined;
};

/**
 * Embedding of noise and class, with tensors `time_embedding.linear_1, time_embedding.linear_2`, and `class_embedding` with one row for
 * each class: `[b] -> [b, width]`.
 */
export function timeEmbedding(size: Size): PublishedLayer<[noise: Tensor, label?: Tensor]> {
  const { features, width, classes, frequencyShift } = size;
  const order = size.cosinesFirst ? "cosines-first" : "sines-first";
  const first = matrix("time_embedding.linear_1", features, width, torchDefault);
  const second = matrix("time_embedding.linear_2", width, width, torchDefault);
  const layers = [first, second, ...(classes === undefined ? [] : [classVectors(classes, width)])];
  return {
    init: (random) => initAll(layers, random),
    tensors: allTensors(layers),
    forward(params, noise, label) {
      const waves = sinusoids(noise, geometricFrequencies(features / 2, frequencyShift), order);
      const hidden = activations.silu(first.forward(params, waves));
      const e = second.forward(params, hidden);
      return classes === undefined ? e : e.add(layers[2]!.forward(params, label!));
    },
  };
}

/** A vector for each class: `[b] -> [b, width]`. */
function classVectors(classes: number, width: number): PublishedLayer {
  const [name, shape] = ["class_embedding.weight", [classes, width]];
  return {
    init: (random) => ({ [name]: normalOf(1)(random.child(name), shape, { inputs: 1, outputs: width }) }),
    tensors: { weights: [{ file: name, shape, parameter: name, layout: "same" }] },
    forward: (params, label) => oneHot(label, classes).matMul(params[name]!),
  };
}
