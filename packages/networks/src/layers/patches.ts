import type { Tensor } from "@tensorflow/tfjs-core";

/** Moves squares of `side` by `side` pixels into channels: `[b, h, w, c] -> [b, h / side, w / side, side² c]`. */
export function toPatches(x: Tensor, side: number): Tensor {
  if (side === 1) return x;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return x
    .reshape([(batch * height) / side, side, width / side, side * channels])
    .transpose([0, 2, 1, 3])
    .reshape([batch, height / side, width / side, side * side * channels]);
}

/** The inverse of `toPatches`: `[b, h, w, side² c] -> [b, h side, w side, c]`. Shi et al., arXiv 1609.05158. */
export function fromPatches(x: Tensor, side: number): Tensor {
  if (side === 1) return x;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return x
    .reshape([batch * height, width, side, channels / side])
    .transpose([0, 2, 1, 3])
    .reshape([batch, height * side, width * side, channels / (side * side)]);
}
