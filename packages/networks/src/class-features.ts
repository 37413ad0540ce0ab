import { type Dataset, tf, TweedieError } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";

/** Labels as features of unit mean square, one of them not zero: `[b] -> [b, classes]`. EDM's code scales them so. */
export const classFeatures = (label: Tensor, classes: number): Tensor =>
  tf.oneHot(label.toInt(), classes).toFloat().mul(Math.sqrt(classes));

/** How many classes a network is to be told, or undefined where it is `conditional` on none. */
export function classesOf(conditional: boolean | undefined, data: Dataset): number | undefined {
  if (!conditional) return undefined;
  if (data.labelled) return data.labelled.classes;
  throw new TweedieError({
    where: "network.conditional",
    what: "the data have no classes to be conditioned on",
    fix: "leave `conditional` out, or take data with labels, such as datasets/mnist",
  });
}
