import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** One-hot labels: `[b] -> [b, classes]`. The label `classes`, for a class that is not given, has zeros, as in EDM's code. */
export const oneHot = (label: Tensor, classes: number): Tensor =>
  label.reshape([-1, 1]).equal(tf.range(0, classes)).toFloat(); // `tf.oneHot` on WebAssembly writes a label out of range into the next row.

/** One-hot labels scaled to unit mean square, as in EDM's code: `[b] -> [b, classes]`. */
export const classFeatures = (label: Tensor, classes: number): Tensor => oneHot(label, classes).mul(Math.sqrt(classes));
