import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { activations } from "../../layers/activations.ts";
import { initAll } from "../../layer.ts";
import { allTensors, type PublishedLayer } from "../file-tensor.ts";
import { normalOf } from "../initial.ts";
import { matrix } from "../layers.ts";
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
  const { features, width, classes } = size;
  const first = matrix("time_embedding.linear_1", features, width, torchDefault);
  const second = matrix("time_embedding.linear_2", width, width, torchDefault);
  const layers = [first, second, ...(classes === undefined ? [] : [classVectors(classes, width)])];
  return {
    init: (random) => initAll(layers, random),
    tensors: allTensors(layers),
    forward(params, noise, label) {
      const hidden = activations.silu(first.forward(params, sinusoids(noise, size)));
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
    forward: (params, label) => tf.oneHot(label.toInt(), classes).toFloat().matMul(params[name]!),
  };
}

/** Sines and cosines of the noise at frequencies from 1 towards 1/10,000: `[b] -> [b, features]`. Separate ops keep all digits. */
function sinusoids(noise: Tensor, { features, frequencyShift, cosinesFirst }: Size): Tensor {
  const half = features / 2;
  const frequencies = Array.from({ length: half }, (_, i) => 10_000 ** -(i / (half - frequencyShift)));
  const angles = noise.reshape([-1, 1]).mul(tf.tensor2d([frequencies]));
  return tf.concat(cosinesFirst ? [angles.cos(), angles.sin()] : [angles.sin(), angles.cos()], 1);
}
