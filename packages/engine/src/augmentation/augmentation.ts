import type { Tensor } from "@tensorflow/tfjs-core";
import { type Denoiser, ndarray, type NDArrays, type Params, type Random, tf } from "@tweedie/core";
import { originOf } from "./affine-map.ts";
import type { AugmentSettings } from "./augment-settings.ts";
import { drawTransformations, labelCount, labelsOf, type Transformation } from "./transformations.ts";
import { warp } from "./warp.ts";

/** Numbers of a step that transform its samples: `flips: [b, 2]`, `origins: [b, 6]` and `labels: [b, 9]`. */
export function transformationArrays(all: readonly Transformation[], side: number): NDArrays {
  const rows = (width: number, row: (each: Transformation) => readonly number[]) =>
    ndarray([all.length, width], Float32Array.from(all.flatMap(row)));
  return {
    flips: rows(2, ({ xflip, yflip }) => [xflip, yflip]),
    origins: rows(6, (each) => originOf(each, side)),
    labels: rows(labelCount, labelsOf),
  };
}

/** Draws the augmentation of a batch of square images. */
export const augmentationDraws = (
  settings: AugmentSettings,
  random: Random,
  { batch, shape }: { readonly batch: number; readonly shape: readonly number[] },
): NDArrays => transformationArrays(drawTransformations(settings, random, batch), shape[0]!);

/** Images `[b, side, side, c]`, flipped and warped as the draws say. */
export function augmented(images: Tensor, draws: Params): Tensor {
  const flipped = [2, 1].reduce((x, axis, i) => {
    const isFlipped = draws["flips"]!.slice([0, i], [-1, 1]).reshape([-1, 1, 1, 1]).cast("bool");
    return tf.where(isFlipped, x.reverse(axis), x);
  }, images);
  return warp(flipped, draws["origins"]!);
}

/** The params of a network that describe the augmentation of its samples; none if it receives no labels. */
export const augmentationParams = (
  { augmentation }: Pick<Denoiser, "augmentation">,
  { labels }: AugmentSettings,
  draws: Params,
): Params => (labels && augmentation ? { [augmentation.name]: draws["labels"]! } : {});
