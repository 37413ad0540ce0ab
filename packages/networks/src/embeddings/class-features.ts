import { type Dataset, tf, TweedieError } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** One-hot labels scaled to unit mean square, as in EDM's code: `[b] -> [b, classes]`. */
export const classFeatures = (label: Tensor, classes: number): Tensor =>
  tf.oneHot(label.toInt(), classes).toFloat().mul(Math.sqrt(classes));

/**
 * Number of classes of a class-conditional network; undefined if it is not `conditional`.
 *
 * @throws TweedieError if the data have no labels.
 */
export function classesOf(conditional: boolean | undefined, data: Dataset): number | undefined {
  if (!conditional) return undefined;
  if (data.labelled) return data.labelled.classes;
  throw new TweedieError({
    where: "network.conditional",
    what: "the data have no classes to condition on",
    fix: "remove `conditional`, or use data with labels, such as datasets/mnist",
  });
}
