import type { Tensor } from "@tensorflow/tfjs-core";

/** The first channels of images: the prediction of a network that also outputs variances. */
export function firstChannels(images: Tensor, channels: number): Tensor {
  const [batch, height, width, all] = images.shape as [number, number, number, number];
  return all === channels ? images : images.slice([0, 0, 0, 0], [batch, height, width, channels]);
}
