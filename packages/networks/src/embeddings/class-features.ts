import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** One-hot labels: `[b] -> [b, classes]`. */
export const oneHot = (label: Tensor, classes: number): Tensor => tf.oneHot(label.toInt(), classes).toFloat();

/** One-hot labels scaled to unit mean square, as in EDM's code: `[b] -> [b, classes]`. */
export const classFeatures = (label: Tensor, classes: number): Tensor => oneHot(label, classes).mul(Math.sqrt(classes));
